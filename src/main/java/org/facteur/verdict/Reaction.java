package org.facteur.verdict;

import java.util.Locale;
import org.facteur.reason.ReasonKey;

/** What a run does about a reply. */
public enum Reaction implements ReasonKey {
    /** Nothing more: the relay has the letter. */
    DELIVERED,
    /** The recipient is tried again later, at the same relay. */
    RETRY,
    /** The recipient is not tried again. */
    REFUSE,
    /** The recipient's domain rests; its letters wait without using up an attempt. */
    PAUSE_DOMAIN,
    /** The relay rests, then goes at half its rate and climbs back. */
    SLOW_RELAY,
    /** The relay's daily quota is used up: closed until it opens again. */
    CLOSE_RELAY,
    /** One connection fewer at the relay. */
    FEWER_CONNECTIONS,
    /** The run stops: going on would harm. */
    STOP_RUN;

    /** As it stands in JSON and in rule files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
