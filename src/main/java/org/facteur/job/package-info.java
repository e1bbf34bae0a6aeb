/** The Spring Batch job mailing: settle, enlist, check, send, report; and how it is run, stopped and recovered. */
@NullMarked
package org.facteur.job;

import org.jspecify.annotations.NullMarked;
