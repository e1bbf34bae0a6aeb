/** How a head and its workers find each other. */
@NullMarked
package org.facteur.job.cluster;

import org.jspecify.annotations.NullMarked;
