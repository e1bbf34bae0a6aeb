/** Letters that are none of the recipients': a test, a notice to the owner. */
@NullMarked
package org.facteur.job.errand;

import org.jspecify.annotations.NullMarked;
