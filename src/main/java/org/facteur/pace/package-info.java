/** When the next letter may leave. Pure: time is a parameter. */
@NullMarked
package org.facteur.pace;

import org.jspecify.annotations.NullMarked;
