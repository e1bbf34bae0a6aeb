/** What the steps of a run share: its counts, its progress, its log, its context. */
@NullMarked
package org.facteur.job.run;

import org.jspecify.annotations.NullMarked;
