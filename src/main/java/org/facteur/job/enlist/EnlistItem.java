package org.facteur.job.enlist;

import org.facteur.contact.Listed;
import org.facteur.ledger.Enlistment;
import org.jspecify.annotations.Nullable;

/** What enlisting looks at. */
sealed interface EnlistItem {

    /**
     * A row of the contacts file.
     *
     * @param known what the ledger has for its address; null: nothing
     */
    record Row(Listed listed, Enlistment.@Nullable Known known) implements EnlistItem {}

    /** A letter that waits, and is to be merged as the ledger has it. */
    record Waiting(Enlistment.Known letter) implements EnlistItem {}
}
