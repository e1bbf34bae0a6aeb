package org.facteur.campaign;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.facteur.address.Domain;
import org.facteur.pace.Limit;
import org.facteur.pace.Pace;
import org.facteur.pace.Pause;
import org.facteur.pace.SendingWindow;
import org.facteur.pace.WarmUp;
import org.facteur.reason.InvalidValueException;
import org.facteur.verdict.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** Reads {@code campaign.pace} and {@code campaign.retry}. */
final class PaceReader {

    private static final int CHUNK = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final List<Duration> DELAYS =
            List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(4));
    private static final Duration GIVE_UP_AFTER = Duration.ofDays(3);

    private PaceReader() {}

    static Pace pace(Section pace) {
        Pace read = new Pace(
                pace.read("chunk", CHUNK, Forms.number(1, 10_000)),
                pace.read("pause", Pause.NONE, Forms::pause),
                pace.limits("limits"),
                perDomain(pace.section("per-domain")),
                pace.has("window") ? window(pace.section("window")) : null,
                pace.read("patience", PATIENCE, Forms.duration("0", "7d")),
                pace.has("warm-up") ? warmUp(pace.section("warm-up")) : null);
        pace.refuseOthers();
        return read;
    }

    private static Map<String, List<Limit>> perDomain(Section section) {
        Map<String, List<Limit>> limits = new LinkedHashMap<>();
        for (String key : section.keys()) {
            List<Limit> ofDomain = section.limits(key);
            try {
                limits.put(domainOrProvider(key), ofDomain);
            } catch (IllegalArgumentException e) {
                section.problem(key, JobFileReason.VALUE_GROUP.of());
            }
        }
        return limits;
    }

    private static String domainOrProvider(String key) {
        if (key.equals("*") || Providers.names().contains(key)) {
            return key;
        }
        if (!key.contains(".") || key.contains("*")) {
            throw new IllegalArgumentException(key);
        }
        return new Domain(key).name();
    }

    private static @Nullable SendingWindow window(Section window) {
        LocalTime from = window.required("from", Forms::clock, "from: \"22:00\"");
        LocalTime to = window.required("to", Forms::clock, "to: \"06:00\"");
        ZoneId zone = window.read("zone", ZoneId.systemDefault(), Forms::zone);
        List<DayOfWeek> days = window.list("days", Forms::day);
        if (window.isEmptyList("days")) {
            window.problem("days", JobFileReason.VALUE_DAYS.of());
        }
        Set<DayOfWeek> opening = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days);
        window.refuseOthers();
        return from == null || to == null ? null : new SendingWindow(from, to, zone, opening);
    }

    private static @Nullable WarmUp warmUp(Section warmUp) {
        Limit start = warmUp.required("start", PaceReader::limitOfADay, "start: 50/day");
        Double growth = warmUp.required("growth", Forms.factor(1, 10), "growth: 1.5");
        warmUp.refuseOthers();
        return start == null || growth == null ? null : new WarmUp(start, growth);
    }

    private static Limit limitOfADay(String text) {
        Limit limit = Limit.parse(text);
        if (!limit.window().equals(Duration.ofDays(1))) {
            throw new InvalidValueException(JobFileReason.VALUE_LIMIT_DAY.of(Forms.shown(text)));
        }
        return limit;
    }

    static RetryPolicy retry(Section retry) {
        List<Duration> delays = retry.list("delays", Forms.duration("1s", "30d"));
        Duration giveUpAfter = retry.read("give-up-after", GIVE_UP_AFTER, Forms.duration("1s", "365d"));
        retry.refuseOthers();
        return new RetryPolicy(delays.isEmpty() ? DELAYS : delays, giveUpAfter);
    }
}
