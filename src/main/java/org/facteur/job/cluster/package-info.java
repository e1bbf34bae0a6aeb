/** Several machines: a run that is a head, workers that carry, and how they find each other. */
@NullMarked
package org.facteur.job.cluster;

import org.jspecify.annotations.NullMarked;
