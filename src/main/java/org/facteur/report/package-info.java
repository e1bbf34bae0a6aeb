/** What became of a campaign: summary, status, HTML report, export. */
@NullMarked
package org.facteur.report;

import org.jspecify.annotations.NullMarked;
