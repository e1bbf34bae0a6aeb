/** Step enlist: the contacts file into the ledger. */
@NullMarked
package org.facteur.job.enlist;

import org.jspecify.annotations.NullMarked;
