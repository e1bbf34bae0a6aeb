package org.facteur.job.enlist;

import org.facteur.contact.Listed;
import org.facteur.ledger.Enlistment;

/** What enlisting looks at. */
sealed interface EnlistItem {

    /** A row of the contacts file. */
    record Row(Listed listed) implements EnlistItem {}

    /** A letter that waits, and is to be merged as the ledger has it. */
    record Waiting(Enlistment.Known letter) implements EnlistItem {}
}
