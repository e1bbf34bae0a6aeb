/** Step settle: what a dead process left open. */
@NullMarked
package org.facteur.job.settle;

import org.jspecify.annotations.NullMarked;
