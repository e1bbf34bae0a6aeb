package org.facteur.check.canary;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.check.canary.AuthenticationResults.Result;
import org.facteur.check.dns.RegisteredName;

/**
 * What the receiver of one letter says of its sender, in its words; {@code unknown} where it says nothing.
 *
 * @param relay its name, over which the letter left
 * @param spf such as {@code pass}, {@code softfail}, {@code none}
 * @param spfDomain of the envelope's sender, as the receiver saw it; "" where it does not say
 * @param dkim such as {@code pass}, {@code fail}, {@code none}
 * @param dkimDomain whose signature; "" for nobody's
 * @param dmarc such as {@code pass}, {@code fail}, {@code none}
 * @param enforced whether the receiver found a policy that asks it to keep such letters out when they fail
 * @param address that the letter came from; empty where it does not say, or it is a private one
 * @param evidence its own words
 */
public record ReceiverReport(
        String relay,
        String spf,
        String spfDomain,
        String dkim,
        String dkimDomain,
        String dmarc,
        boolean enforced,
        Optional<InetAddress> address,
        String evidence) {

    public static final String UNKNOWN = "unknown";

    private static final Pattern ENFORCED =
            Pattern.compile("(?i)\\bdmarc\\s*=[^;]*?\\bp\\s*=\\s*(reject|quarantine)\\b");

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    /** Google, Microsoft, Postfix's policy servers and RFC 8601, each in its way. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)\\b(?:sender ip is|designates?|client-ip ?=|smtp\\.remote-ip ?=) ?"
                    + "(OCTET(?:\\.OCTET){3}(?![\\d.]*\\d)|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*)".replace("OCTET", OCTET));

    static ReceiverReport of(Flight.Arrived flight, Receiver receiver, String from) {
        List<AuthenticationResults> own = receiver.own(flight.header());
        List<Result> all =
                own.stream().flatMap(field -> field.results().stream()).toList();
        Optional<Result> spf = first(all, "spf");
        Optional<Result> dkim = all.stream()
                .filter(result -> result.method().equals("dkim"))
                // Of several signatures the one that counts for From.
                .min(Comparator.comparingInt((Result result) -> result.value().equals("pass") ? 0 : 1)
                        .thenComparingInt(result -> isSame(signer(result), from) ? 0 : 1));
        Optional<Result> dmarc = first(all, "dmarc");
        String evidence = String.join(
                " | ", own.stream().map(field -> field.text().strip()).toList());
        return new ReceiverReport(
                flight.relay(),
                value(spf),
                spf.map(result -> result.domain("smtp.mailfrom")).orElse(""),
                value(dkim),
                dkim.map(ReceiverReport::signer).orElse(""),
                value(dmarc),
                ENFORCED.matcher(evidence).find(),
                address(evidence),
                evidence);
    }

    private static Optional<InetAddress> address(String evidence) {
        Matcher said = ADDRESS.matcher(evidence);
        if (!said.find()) {
            return Optional.empty();
        }
        try {
            // A literal is not looked up; four numbers of which one is above 255 would be.
            InetAddress address = InetAddress.getByName(said.group(1));
            return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress()
                    ? Optional.empty()
                    : Optional.of(address);
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }

    private static Optional<Result> first(List<Result> results, String method) {
        return results.stream().filter(result -> result.method().equals(method)).findFirst();
    }

    private static String value(Optional<Result> result) {
        return result.map(Result::value).orElse(UNKNOWN);
    }

    private static String signer(Result dkim) {
        String domain = dkim.domain("header.d");
        return domain.isEmpty() ? dkim.domain("header.i") : domain;
    }

    private static boolean isSame(String one, String other) {
        return !one.isEmpty() && RegisteredName.of(one).equals(RegisteredName.of(other));
    }

    /** Whether it says anything. */
    public boolean speaks() {
        return !spf.equals(UNKNOWN) || !dkim.equals(UNKNOWN) || !dmarc.equals(UNKNOWN);
    }
}
