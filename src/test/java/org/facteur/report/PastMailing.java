package org.facteur.report;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerFile;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A mailing of 3,842 letters over four nights as it might have been, written into a ledger: two relays with limits by the hour and by
 * the day, greylisting, refusals, a domain that wants it slower, a power cut in the third night. The same each time.
 */
final class PastMailing {

    static final String CAMPAIGN = "voeux-2027";
    static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    static final int LETTERS = 3842;

    static final List<LimitRule> LIMITS = List.of(
            new LimitRule("campaign", null, 30, Duration.ofMinutes(1), "30/minute"),
            new LimitRule("relay ecole", "ecole", 200, Duration.ofHours(1), "200/hour"),
            new LimitRule("relay ecole", "ecole", 800, Duration.ofDays(1), "800/day"),
            new LimitRule("relay amis", "amis", 250, Duration.ofDays(1), "250/day"));

    private static final Duration PATIENCE = Duration.ofMinutes(70);

    private static final class Relay {
        final String name;
        final List<LimitRule> limits;
        final ArrayDeque<Instant> used = new ArrayDeque<>();

        Relay(String name) {
            this.name = name;
            this.limits =
                    LIMITS.stream().filter(rule -> name.equals(rule.relay())).toList();
        }

        /** When each of its windows has room, and which one was the last to have it. */
        Map.Entry<Instant, String> opening() {
            Instant at = Instant.EPOCH;
            String by = "";
            Instant[] times = used.toArray(Instant[]::new);
            for (LimitRule rule : limits) {
                if (times.length >= rule.count()) {
                    Instant free = times[times.length - rule.count()]
                            .plus(rule.window())
                            .plusMillis(1);
                    if (free.isAfter(at)) {
                        at = free;
                        by = rule.reached().toKept();
                    }
                }
            }
            return Map.entry(at, by);
        }
    }

    private final JdbcTemplate jdbc;
    private final RealReplies replies;
    private final Random random = new Random(2027);
    private final Relay ecole = new Relay("ecole");
    private final Relay amis = new Relay("amis");
    private final List<PastLetter> letters = new ArrayList<>();
    private final List<Object[]> attempts = new ArrayList<>();
    private long lastAttempt;
    private int runs;

    private PastMailing(JdbcTemplate jdbc) throws IOException {
        this.jdbc = jdbc;
        this.replies = new RealReplies();
    }

    static void write(LedgerFile ledger) throws IOException {
        PastMailing mailing = new PastMailing(ledger.template());
        ledger.inOneCommit(mailing::write);
    }

    private void write() {
        Instant monday = at("2026-12-14T22:00");
        for (int i = 1; i <= LETTERS; i++) {
            letters.add(new PastLetter(i, monday, random));
        }
        jdbc.update(
                "INSERT INTO BATCH_JOB_INSTANCE (JOB_INSTANCE_ID, VERSION, JOB_NAME, JOB_KEY) VALUES (1, 0, 'mailing', 'k')");
        run(monday, null);
        run(at("2026-12-15T22:00"), null);
        run(at("2026-12-16T22:00"), at("2026-12-17T01:12:20"));
        settle(at("2026-12-17T01:40:03"));
        run(at("2026-12-17T01:40"), null);
        String reason = run(at("2026-12-17T22:00"), null);
        writeRows(monday, reason);
    }

    private static Instant at(String wall) {
        return LocalDateTime.parse(wall).atZone(ZONE).toInstant();
    }

    /**
     * @param dies when the power fails; null: it does not
     * @return why it ended
     */
    private String run(Instant start, @Nullable Instant dies) {
        Instant now = start.plusSeconds(4);
        for (int sent = 1; ; sent++) {
            if (dies != null && now.isAfter(dies)) {
                leaveOpen(now);
                record(start, null, "UNKNOWN", "");
                return "";
            }
            PastLetter letter = next(now);
            if (letter == null || letter.due.isAfter(now.plus(PATIENCE))) {
                boolean open = letters.stream().anyMatch(one -> one.state.isOpen());
                String reason = open ? "[\"dispatch.later\"]" : "";
                record(start, now, open ? "PAUSED" : "COMPLETED", reason);
                return reason;
            }
            Relay relay = relay(letter);
            Map.Entry<Instant, String> opening = relay.opening();
            Instant turn = latest(now, latest(letter.due, opening.getKey()));
            if (turn.isAfter(now.plus(PATIENCE))) {
                record(start, now, "PAUSED", opening.getValue());
                return opening.getValue();
            }
            now = turn.plusMillis(2100 + random.nextInt(900));
            attempt(letter, relay, now);
            now = sent % 50 == 0 ? now.plusMillis(20_000 + random.nextInt(20_000)) : now;
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** A deferred one whose time has come, else the next that was not tried, else the deferred one that is due first. */
    private @Nullable PastLetter next(Instant now) {
        PastLetter first = null;
        PastLetter pending = null;
        Instant latest = now.plus(PATIENCE);
        boolean amisClosed = amis.opening().getKey().isAfter(latest);
        boolean ecoleClosed = ecole.opening().getKey().isAfter(latest);
        for (PastLetter letter : letters) {
            boolean closed = amis.name.equals(letter.relay) ? amisClosed : ecoleClosed;
            if (letter.state == DeliveryState.PENDING && pending == null) {
                pending = letter;
            } else if (letter.state == DeliveryState.DEFERRED
                    && !closed
                    && (first == null || letter.due.isBefore(first.due))) {
                first = letter;
            }
        }
        return pending == null || (first != null && !first.due.isAfter(now)) ? first : pending;
    }

    private Relay relay(PastLetter letter) {
        if (letter.relay != null) {
            return letter.relay.equals(amis.name) ? amis : ecole;
        }
        boolean other = random.nextInt(100) < 24;
        Relay wanted = other ? amis : ecole;
        Relay instead = other ? ecole : amis;
        return wanted.opening().getKey().isAfter(instead.opening().getKey().plus(PATIENCE)) ? instead : wanted;
    }

    private void attempt(PastLetter letter, Relay relay, Instant now) {
        relay.used.add(now);
        letter.attempts++;
        letter.relay = relay.name;
        letter.first = letter.first == null ? now : letter.first;
        letter.updated = now;
        switch (letter.fate) {
            case TAKEN -> taken(letter);
            case UNKNOWN -> refused(letter, "no-such-user");
            case FULL -> refused(letter, "mailbox-full");
            case BLOCKED -> refused(letter, "policy/spam-blocked");
            case NO_DOMAIN -> refused(letter, "bad-domain");
            case GREYLISTED -> {
                if (letter.attempts == 1) {
                    deferred(letter, "greylisted", now);
                } else {
                    taken(letter);
                }
            }
            case FULL_FOR_NOW -> deferred(letter, "mailbox-full", now);
            case RATE_LIMITED -> {
                // The second night between half past eleven and a quarter to one.
                if (now.isAfter(at("2026-12-15T23:30")) && now.isBefore(at("2026-12-16T00:45"))) {
                    deferred(letter, "rate-limited-recipient-domain", now);
                } else {
                    taken(letter);
                }
            }
        }
        boolean sealed = letter.state == DeliveryState.SENT;
        add(letter, sealed ? now.minusMillis(180) : null, now);
    }

    private void taken(PastLetter letter) {
        letter.state = DeliveryState.SENT;
        letter.category = "accepted";
        letter.reply = "250 2.0.0 Ok: queued as "
                + String.format("4%08X", random.nextInt()).substring(0, 9);
        if (letter.id == 1777) {
            letter.state = DeliveryState.IN_DOUBT;
            letter.category = "unanswered";
            letter.reply = "no answer within 30 s after the letter's end";
        }
    }

    private void refused(PastLetter letter, String category) {
        letter.state = DeliveryState.REFUSED;
        letter.category = category;
        letter.reply = replies.of(category, '5', letter.email, random);
    }

    private void deferred(PastLetter letter, String category, Instant now) {
        Duration[] delays = {Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(4)};
        letter.due = now.plus(delays[Math.min(letter.deferrals, 2)]);
        letter.deferrals++;
        letter.state = letter.due.isAfter(
                        java.util.Objects.requireNonNull(letter.first).plus(Duration.ofDays(3)))
                ? DeliveryState.EXPIRED
                : DeliveryState.DEFERRED;
        letter.category = category;
        letter.reply = replies.of(category, '4', letter.email, random);
    }

    private void add(PastLetter letter, @Nullable Instant sealed, @Nullable Instant ended) {
        attempts.add(new Object[] {
            ++lastAttempt,
            letter.id,
            CAMPAIGN,
            letter.domain,
            letter.relay,
            "zythom@" + letter.relay + ".example",
            sealed == null ? null : sealed.toEpochMilli(),
            ended == null ? null : ended.toEpochMilli(),
            true,
            ended == null ? null : letter.state.name(),
            ended == null ? null : letter.category,
            ended == null ? null : letter.reply
        });
    }

    /** Two letters are sealed, and no answer is recorded any more. */
    private void leaveOpen(Instant now) {
        for (int i = 0; i < 2; i++) {
            PastLetter letter = java.util.Objects.requireNonNull(next(now));
            letter.state = DeliveryState.SENDING;
            letter.relay = ecole.name;
            letter.attempts++;
            letter.first = now;
            add(letter, now, null);
        }
    }

    private void settle(Instant now) {
        for (PastLetter letter : letters) {
            if (letter.state == DeliveryState.SENDING) {
                letter.state = DeliveryState.IN_DOUBT;
                letter.category = "unanswered";
                letter.reply = "[\"ledger.died\"]";
                letter.updated = now;
            }
        }
        for (Object[] attempt : attempts) {
            if (attempt[7] == null) {
                attempt[7] = now.toEpochMilli();
                attempt[9] = "IN_DOUBT";
                attempt[10] = "unanswered";
            }
        }
    }

    private void record(Instant start, @Nullable Instant end, String exit, String reason) {
        runs++;
        LocalDateTime from = LocalDateTime.ofInstant(start, ZONE);
        jdbc.update(
                "INSERT INTO BATCH_JOB_EXECUTION (JOB_EXECUTION_ID, VERSION, JOB_INSTANCE_ID, CREATE_TIME, START_TIME, END_TIME,"
                        + " STATUS, EXIT_CODE, EXIT_MESSAGE) VALUES (?, 0, 1, ?, ?, ?, 'STOPPED', ?, ?)",
                runs,
                from,
                from,
                end == null ? null : LocalDateTime.ofInstant(end, ZONE),
                exit,
                reason);
        jdbc.update(
                "INSERT INTO BATCH_JOB_EXECUTION_PARAMS VALUES (?, 'campaign', 'java.lang.String', ?, 'Y')",
                runs,
                CAMPAIGN);
    }

    private void writeRows(Instant began, String reason) {
        boolean open = letters.stream().anyMatch(letter -> letter.state.isOpen());
        Instant resume = letters.stream()
                .filter(letter -> letter.state == DeliveryState.DEFERRED)
                .map(letter -> letter.due)
                .min(Instant::compareTo)
                .orElse(began);
        jdbc.update(
                "INSERT INTO campaign (name, state, reason, resume_at, pass, created_at, updated_at) VALUES (?, ?, ?, ?, 1, ?, ?)",
                CAMPAIGN,
                open ? "PAUSED" : "COMPLETED",
                open ? reason : null,
                open ? resume.toEpochMilli() : null,
                began.toEpochMilli(),
                began.toEpochMilli());
        jdbc.batchUpdate(
                "INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, message_id, state, category, reply, relay,"
                        + " attempts, deferrals, first_attempt_at, due_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, 1, '{}', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                letters.stream()
                        .map(letter -> new Object[] {
                            letter.id,
                            CAMPAIGN,
                            letter.email,
                            letter.domain,
                            letter.line,
                            letter.attempts == 0 ? null : "<" + letter.id + "@ecole.example>",
                            letter.state.name(),
                            letter.category,
                            letter.reply,
                            letter.relay,
                            letter.attempts,
                            letter.deferrals,
                            letter.first == null ? null : letter.first.toEpochMilli(),
                            letter.due.toEpochMilli(),
                            letter.updated.toEpochMilli()
                        })
                        .toList());
        jdbc.batchUpdate(
                "INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, sealed_at, ended_at, counted, outcome,"
                        + " category, reply) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                attempts);
        exclusions();
    }

    private void exclusions() {
        Map<Integer, String[]> rows = new HashMap<>();
        rows.put(3844, new String[] {
            "INVALID", "jean.dupond@@poste.example", "there are two @; write for example name@example.org"
        });
        rows.put(3845, new String[] {"INVALID", "marie claire@vue.example", "a space stands in the name before the @"});
        rows.put(3846, new String[] {
            "INVALID", "=HYPERLINK(\"http://x.example\")", "there is no @; write for example name@example.org"
        });
        rows.put(3847, new String[] {
            "INVALID", "<script>alert(1)</script>", "there is no @; write for example name@example.org"
        });
        rows.put(3848, new String[] {
            "DUPLICATE", letters.get(6).email, "the address stands in an earlier row; one letter an address"
        });
        rows.put(3849, new String[] {
            "DUPLICATE", letters.get(90).email, "the address stands in an earlier row; one letter an address"
        });
        rows.put(
                3850,
                new String[] {"SUPPRESSED", "alain.vidal@lorange.example", "asked to be left alone on 3 January 2026"});
        rows.forEach((line, row) -> jdbc.update(
                "INSERT INTO exclusion (campaign, line, pass, reason, email, detail) VALUES (?, ?, 1, ?, ?, ?)",
                CAMPAIGN,
                line,
                row[0],
                row[1],
                row[2]));
    }
}
