package org.facteur.job.errand;

import java.time.Duration;
import org.facteur.dispatch.Quotas;

/** A letter to somebody other than a recipient. */
enum Errand {
    /** A contact's letter to its owner, who sits and waits for it. */
    TEST("test", Duration.ofSeconds(5)),
    /** A contact's letter to one of the sender's own mailboxes, which is read back. */
    CANARY("canary", Duration.ofMinutes(1)),
    /** Word to the owner of how a run ended. */
    NOTICE("notice", Quotas.NOTICE_PATIENCE);

    private final String label;
    private final Duration patience;

    Errand(String label, Duration patience) {
        this.label = label;
        this.patience = patience;
    }

    /** For the log. */
    String label() {
        return label;
    }

    /** How long it waits for a limit to open. */
    Duration patience() {
        return patience;
    }
}
