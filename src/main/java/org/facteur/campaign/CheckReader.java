package org.facteur.campaign;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.campaign.CheckSpec.Acceptance;
import org.facteur.campaign.CheckSpec.Canary;
import org.facteur.reason.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Reads {@code campaign.check}. */
final class CheckReader {

    /** With what ids of findings begin. */
    private static final List<String> FAMILIES = List.of(
            "template",
            "leak",
            "letter",
            "attachment",
            "virus",
            "spam",
            "spf",
            "dkim",
            "dmarc",
            "dnsbl",
            "ptr",
            "list",
            "unsubscribe",
            "receiver",
            "canary");

    private static final int DNS = 53;
    private static final int SPAMD = 783;
    private static final int CLAMD = 3310;

    /** A host, or an IPv6 address in brackets or with none; then perhaps a port. */
    private static final Pattern SERVER = Pattern.compile(
            "(\\[[0-9A-Fa-f:.]+]|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");

    private static final Pattern IP = Pattern.compile(
            "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]?");

    private CheckReader() {}

    static CheckSpec check(Section check) {
        CheckSpec read = new CheckSpec(
                acceptances(check),
                new LinkedHashSet<>(check.list("require", CheckReader::id)),
                check.read("spam-score", CheckSpec.SPAM_SCORE, Forms.factor(0, 1000)),
                check.read("spamd", socket(SPAMD)),
                check.read("rspamd", CheckReader::web),
                check.read("clamd", socket(CLAMD)),
                check.read("dns", CheckReader::resolver),
                check.list("sending-ips", CheckReader::ip),
                check.has("canary") ? canary(check.section("canary")) : null);
        check.refuseOthers();
        return read;
    }

    private static List<Acceptance> acceptances(Section check) {
        Piece piece = check.piece("accept");
        List<Piece> items =
                piece == null ? List.of() : piece instanceof Piece.Items several ? several.pieces() : List.of(piece);
        List<Acceptance> accepted = new ArrayList<>();
        for (Piece item : items) {
            if (item instanceof Piece.Fields fields) {
                Section one = new Section(fields, check.reading());
                String id = one.required("id", CheckReader::id, "id: dnsbl.spamcop");
                LocalDate until = one.required("until", CheckReader::day, "until: 2027-01-31");
                String because = one.required("because", Forms::oneLine, "because: old listing");
                one.refuseOthers();
                if (id != null && until != null && because != null) {
                    accepted.add(new Acceptance(id, until, because));
                }
            } else {
                check.reading().problems().add(item, JobFileReason.KEY_KEYS.of());
            }
        }
        return accepted;
    }

    private static @Nullable Canary canary(Section canary) {
        List<String> to = canary.list("to", Forms::oneLine);
        if (to.isEmpty()) {
            canary.problem("to", JobFileReason.KEY_MISSING_EXAMPLE.of("to: [ perso ]"));
        }
        int letters = canary.read("letters", 1, Forms.number(1, 20));
        Duration wait = canary.read("wait", Duration.ofMinutes(10), Forms.duration("1s", "1d"));
        canary.refuseOthers();
        return to.isEmpty() ? null : new Canary(to, letters, wait);
    }

    /** {@code dkim}, {@code dnsbl.spamcop}; its first word is the name of a family. */
    private static String id(String text) {
        String id = Forms.oneLine(text);
        String family = id.split("\\.", 2)[0];
        if (!FAMILIES.contains(family) || !id.matches("[a-z0-9]+([.-][a-z0-9]+)*")) {
            throw new InvalidValueException(
                    Suggestion.after(JobFileReason.CHECK_ID.of(Forms.shown(text)), FAMILIES, family));
        }
        return id;
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new InvalidValueException(JobFileReason.CHECK_DAY.of(Forms.shown(text)), e);
        }
    }

    private static Function<String, SocketAddress> socket(int port) {
        return text -> text.strip().startsWith("/") ? UnixDomainSocketAddress.of(text.strip()) : server(text, port);
    }

    /** As an IP address: a resolver cannot be asked for its own name. */
    private static InetSocketAddress resolver(String text) {
        InetSocketAddress server = server(text, DNS);
        return new InetSocketAddress(ip(server.getHostString()), server.getPort());
    }

    private static InetSocketAddress server(String text, int port) {
        Matcher server = SERVER.matcher(text.strip());
        if (server.matches()) {
            String host = Objects.requireNonNull(server.group(1)).replaceAll("^\\[|]$", "");
            @Nullable String written = server.group(2);
            int number = written == null ? port : Integer.parseInt(written);
            if (number > 0 && number <= 65_535) {
                return InetSocketAddress.createUnresolved(host, number);
            }
        }
        throw new InvalidValueException(JobFileReason.CHECK_SERVER.of(Forms.shown(text), "127.0.0.1:" + port));
    }

    private static InetAddress ip(String text) {
        String literal = text.strip();
        if (IP.matcher(literal).matches()) {
            try {
                // A literal is not looked up.
                return InetAddress.getByName(literal);
            } catch (UnknownHostException e) {
                throw new InvalidValueException(JobFileReason.CHECK_IP.of(Forms.shown(text)), e);
            }
        }
        throw new InvalidValueException(JobFileReason.CHECK_IP.of(Forms.shown(text)));
    }

    private static URI web(String text) {
        String line = Forms.oneLine(text);
        try {
            URI uri = URI.create(line);
            if (line.matches("(?i)https?://.+") && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(
                    JobFileReason.CHECK_SERVER.of(Forms.shown(text), "http://127.0.0.1:11333"), e);
        }
        throw new InvalidValueException(JobFileReason.CHECK_SERVER.of(Forms.shown(text), "http://127.0.0.1:11333"));
    }
}
