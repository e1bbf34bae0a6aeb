/** Letters to somebody other than a recipient: a test, a notice to the owner. */
@NullMarked
package org.facteur.job.errand;

import org.jspecify.annotations.NullMarked;
