package org.facteur.ledger;

/** Where a campaign stands, as {@code status} tells it. */
public enum CampaignState {
    NEW,
    RUNNING,
    /** Waiting for limits, the sending window or deferrals. */
    PAUSED,
    /** By request. */
    STOPPED,
    /** The process died. */
    INTERRUPTED,
    FAILED,
    COMPLETED
}
