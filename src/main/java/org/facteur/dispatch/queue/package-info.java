/** The choice of the next letter. Pure: time is a parameter. */
@NullMarked
package org.facteur.dispatch.queue;

import org.jspecify.annotations.NullMarked;
