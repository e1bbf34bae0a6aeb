package org.facteur.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.queue.Bucket;
import org.facteur.ledger.Attempts;
import org.facteur.pace.Limit;
import org.facteur.pace.WarmUp;
import org.jspecify.annotations.Nullable;

/** The campaign's own limits, with the one that a warm-up raises each day. */
final class CampaignLimits {

    private final Campaign campaign;
    private final @Nullable WarmUp warmUp;
    private final Bucket bucket;
    private int daysUsed;
    private boolean usedToday;
    private @Nullable LocalDate today;

    CampaignLimits(Campaign campaign) {
        this.campaign = campaign;
        this.warmUp = campaign.pace().warmUp();
        this.bucket = new Bucket(DispatchReason.CAMPAIGN.of(), limits());
    }

    private List<Limit> limits() {
        List<Limit> own = campaign.pace().limits();
        return warmUp == null
                ? own
                : Stream.concat(own.stream(), Stream.of(warmUp.limit(0))).toList();
    }

    Bucket bucket() {
        return bucket;
    }

    /** Days before today on which the warm-up was used. */
    int daysUsed() {
        return daysUsed;
    }

    /** Learns on how many days the relays' accounts were used before. */
    void load(Attempts attempts, Set<String> accounts, Instant now) {
        if (warmUp != null) {
            ZoneOffset offset = campaign.zone().getRules().getOffset(now);
            daysUsed = attempts.daysUsed(accounts, offset, now);
            // By an earlier run, if this one waits until midnight.
            usedToday = attempts.daysUsed(accounts, offset, now.plus(Duration.ofDays(1))) > daysUsed;
        }
    }

    /** A letter's attempt has ended: the warm-up has used its day. */
    void used(Instant endedAt) {
        keepUp(endedAt);
        usedToday = true;
    }

    /** Raises the warm-up's limit when a new day has begun after one that was used; a clock that is set back begins none. */
    void keepUp(Instant now) {
        if (warmUp == null) {
            return;
        }
        LocalDate day = now.atZone(campaign.zone()).toLocalDate();
        if (today != null && !day.isAfter(today)) {
            return;
        }
        if (today != null) {
            daysUsed += usedToday ? 1 : 0;
            usedToday = false;
        }
        today = day;
        bucket.replace(warmUp.limit(daysUsed));
    }

    /** Of all limits that hold for the campaign's letters. */
    Duration longestWindow() {
        List<Limit> all = new ArrayList<>(limits());
        campaign.relays().forEach(route -> all.addAll(route.relay().limits()));
        campaign.pace().perDomain().values().forEach(all::addAll);
        return all.stream().map(Limit::window).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
