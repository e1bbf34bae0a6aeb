/** Step {@code report}: how the run ended, and the page that tells it. */
@NullMarked
package org.facteur.job.report;

import org.jspecify.annotations.NullMarked;
