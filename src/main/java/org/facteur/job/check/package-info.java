/** Step {@code check}: whether the letters may leave. */
@NullMarked
package org.facteur.job.check;

import org.jspecify.annotations.NullMarked;
