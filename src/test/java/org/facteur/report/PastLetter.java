package org.facteur.report;

import java.time.Instant;
import java.util.Random;
import org.facteur.ledger.DeliveryState;
import org.jspecify.annotations.Nullable;

/** A letter of {@link PastMailing} while its story goes on. */
final class PastLetter {

    /** What its recipient's server is going to say. */
    enum Fate {
        TAKEN,
        GREYLISTED,
        UNKNOWN,
        FULL,
        FULL_FOR_NOW,
        BLOCKED,
        NO_DOMAIN,
        RATE_LIMITED
    }

    private static final String[] FIRST = {
        "anne", "benoit", "camille", "denis", "elise", "farid", "gilles", "helene", "ines", "jules", "karine", "louis",
        "maelle", "noe", "odile", "paul", "quentin", "rose", "samir", "tess", "ursule", "victor", "wanda", "xavier",
        "yves", "zoe"
    };
    private static final String[] LAST = {
        "arnaud", "bonnet", "chevalier", "dupuis", "etienne", "faure", "garnier", "henry", "imbert", "joly", "klein",
                "lemoine",
        "mercier", "noel", "olivier", "perrin", "quere", "roussel", "schmitt", "tessier", "urbain", "vidal", "weber",
                "yvon"
    };

    final long id;
    final long line;
    final String email;
    final String domain;
    final Fate fate;
    DeliveryState state = DeliveryState.PENDING;

    @Nullable
    String category;

    @Nullable
    String reply;

    @Nullable
    String relay;

    int attempts;
    int deferrals;

    @Nullable
    Instant first;

    Instant due;
    Instant updated;

    PastLetter(long id, Instant enlisted, Random random) {
        this.id = id;
        this.line = id + 1;
        this.due = enlisted;
        this.updated = enlisted;
        int kind = random.nextInt(100);
        this.domain = domain(kind, random);
        this.email = FIRST[random.nextInt(FIRST.length)] + "." + LAST[random.nextInt(LAST.length)] + id + "@" + domain;
        this.fate = fate(kind, random);
    }

    private static String domain(int kind, Random random) {
        String[] large = {"courriel", "lorange", "gratuit", "poste", "chaude", "hourra", "vue", "proton"};
        int[] upTo = {27, 41, 52, 60, 67, 72, 77, 80};
        for (int i = 0; i < large.length; i++) {
            if (kind < upTo[i]) {
                return large[i] + ".example";
            }
        }
        String[] kinds = {"mairie", "atelier", "cabinet", "lycee", "famille", "studio", "librairie"};
        return kinds[random.nextInt(kinds.length)] + "-" + (1 + random.nextInt(24)) + ".example";
    }

    private Fate fate(int kind, Random random) {
        int drawn = random.nextInt(1000);
        if (drawn < 14) {
            return Fate.UNKNOWN;
        } else if (drawn < 18) {
            return Fate.FULL;
        } else if (drawn < 22) {
            return Fate.FULL_FOR_NOW;
        } else if (domain.startsWith("cabinet-7")) {
            return Fate.BLOCKED;
        } else if (domain.equals("mairie-13.example")) {
            return Fate.NO_DOMAIN;
        } else if (domain.startsWith("hourra")) {
            return Fate.RATE_LIMITED;
        }
        return kind >= 80 && (domain.hashCode() & 3) == 0 ? Fate.GREYLISTED : Fate.TAKEN;
    }
}
