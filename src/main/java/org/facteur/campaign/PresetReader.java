package org.facteur.campaign;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.campaign.Preset.Allowance;
import org.facteur.campaign.Preset.Confidence;
import org.facteur.campaign.Preset.FromRule;
import org.facteur.campaign.Preset.Login;
import org.facteur.campaign.Preset.Provenance;
import org.facteur.pace.Limit;
import org.facteur.relay.Tls;
import org.jspecify.annotations.Nullable;

/** Reads one preset of {@code relays.yaml}. */
final class PresetReader {

    // Of the daily figures that are published for mailboxes, nearly all are 200 or more.
    private static final Limit CAUTIOUS_DAY = new Limit(200, Duration.ofDays(1));
    // Below the 30 a minute of the one large provider that publishes a figure; one letter every three seconds.
    private static final Limit CAUTIOUS_MINUTE = new Limit(20, Duration.ofMinutes(1));

    private static final Map<String, Duration> PERIODS = Map.of(
            "per-second", Duration.ofSeconds(1),
            "per-minute", Duration.ofMinutes(1),
            "per-hour", Duration.ofHours(1),
            "per-day", Duration.ofDays(1),
            "recipients-per-day", Duration.ofDays(1));
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(MB|MiB)?");
    // Our own server, not a provider's: what lies behind it sets the limits.
    private static final String OWN = "postfix";

    private PresetReader() {}

    static Preset read(String name, Section section) {
        Section figures = section.section("limits");
        List<Login> logins = new ArrayList<>(section.list("auth", Forms.oneOf(Login.class)));
        logins.addAll(section.list("auth-also", Forms.oneOf(Login.class)));
        Confidence confidence = section.read("confidence", Confidence.UNKNOWN, Forms.oneOf(Confidence.class));
        List<Allowance> limits = limits(figures, section.list("reported", Forms::text), confidence);
        Preset preset = new Preset(
                name,
                section.read("host", "", Forms::text),
                section.read("port", 0, Forms::port),
                section.list("other-ports", Forms::port),
                section.read("tls", Tls.STARTTLS, Forms.oneOf(Tls.class)),
                logins,
                name.equals(OWN) ? limits : withCaution(limits),
                figures.read("connections", Forms.number(1, 100_000)),
                figures.read("per-connection", Forms.number(1, 100_000)),
                figures.read("recipients-per-message", Forms.number(1, 100_000)),
                figures.read("message-size", PresetReader::bytes),
                unlessUnknown(section.read("counts", Forms::text)),
                unlessUnknown(section.read("window", Forms::text)),
                section.list("unknown", Forms::text),
                section.read("from", Forms.oneOf(FromRule.class)),
                section.read("signatures", Forms.number(1, 1)) != null,
                section.read("imap", Forms::oneLine),
                section.read("token-endpoint", URI::create),
                section.read("notes", "", Forms::text),
                section.list("sources", Forms::text),
                confidence);
        figures.refuseOthers();
        section.refuseOthers();
        return preset;
    }

    private static List<Allowance> limits(Section figures, List<String> reported, Confidence confidence) {
        List<Allowance> limits = new ArrayList<>();
        for (String figure : List.of("per-second", "per-minute", "per-hour", "per-day", "recipients-per-day")) {
            Integer count = figures.read(figure, Forms.number(1, 10_000_000));
            if (count != null) {
                boolean published = confidence == Confidence.PUBLISHED && !reported.contains(figure);
                Limit limit = new Limit(count, PERIODS.getOrDefault(figure, Duration.ofDays(1)));
                add(limits, new Allowance(limit, published ? Provenance.PUBLISHED : Provenance.REPORTED));
            }
        }
        return limits;
    }

    // One recipient a message: of messages and recipients per day the lower figure counts.
    private static void add(List<Allowance> limits, Allowance added) {
        boolean lowerThere = limits.stream()
                .map(Allowance::limit)
                .anyMatch(there -> there.window().equals(added.limit().window())
                        && there.count() <= added.limit().count());
        if (!lowerThere) {
            limits.removeIf(there -> there.limit().window().equals(added.limit().window()));
            limits.add(added);
        }
    }

    private static List<Allowance> withCaution(List<Allowance> known) {
        List<Allowance> limits = new ArrayList<>(known);
        if (none(known, Set.of(Duration.ofSeconds(1), Duration.ofMinutes(1)))) {
            limits.add(new Allowance(CAUTIOUS_MINUTE, Provenance.CAUTIOUS));
        }
        if (none(known, Set.of(Duration.ofDays(1)))) {
            limits.add(new Allowance(CAUTIOUS_DAY, Provenance.CAUTIOUS));
        }
        return limits;
    }

    private static boolean none(List<Allowance> known, Set<Duration> windows) {
        return known.stream().noneMatch(one -> windows.contains(one.limit().window()));
    }

    private static @Nullable String unlessUnknown(@Nullable String text) {
        return "unknown".equals(text) ? null : text;
    }

    // Providers rarely say which megabyte they mean: the smaller one is safe with either.
    private static long bytes(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a size; write for example 25MB");
        }
        return Long.parseLong(size.group(1)) * (size.group(2) == null ? 1 : 1_000_000);
    }
}
