/** The sample mailing: what paints its card, and the tests that hold its files. */
@NullMarked
package org.facteur.sample;

import org.jspecify.annotations.NullMarked;
