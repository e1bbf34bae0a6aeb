package org.facteur.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How long a letter keeps its connection busy, of late. Pure: time is a parameter. */
final class LetterTimes {

    /** What a letter takes is believed up to here: a busy server keeps one waiting for seconds. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Map<Long, Instant> beganAt = new HashMap<>();
    /** By a letter on its way the one that has its connection next. */
    private final Map<Long, Long> followers = new HashMap<>();

    private Duration perLetter = Duration.ofMillis(250);

    Duration perLetter() {
        return perLetter;
    }

    boolean isAnyOnItsWay() {
        return !beganAt.isEmpty();
    }

    void began(long letter, Instant now) {
        beganAt.put(letter, now);
    }

    /** Over the connection of another that is about to end. */
    void follows(long letter, long before, Instant now) {
        began(letter, now);
        followers.put(before, letter);
    }

    /** @param counted whether a server has taken time for it */
    void ended(long letter, Instant now, boolean counted) {
        Instant began = beganAt.remove(letter);
        Long follower = followers.remove(letter);
        if (follower != null) {
            // It has had the connection for itself from here on.
            beganAt.computeIfPresent(follower, (id, admitted) -> now);
        }
        if (began != null && counted) {
            // The newest counts a tenth: a slow server shows soon, a single slow letter does not.
            perLetter = perLetter.multipliedBy(9).plus(taken(began, now)).dividedBy(10);
        }
    }

    /** A machine that slept meanwhile, or a clock that was set, says nothing about the server. */
    private static Duration taken(Instant began, Instant ended) {
        Duration taken = Duration.between(began, ended);
        if (taken.isNegative()) {
            return Duration.ZERO;
        }
        return taken.compareTo(LONGEST) > 0 ? LONGEST : taken;
    }
}
