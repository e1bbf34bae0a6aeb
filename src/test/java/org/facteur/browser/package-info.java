/** The pages that Facteur writes, looked at as their reader does. */
@NullMarked
package org.facteur.browser;

import org.jspecify.annotations.NullMarked;
