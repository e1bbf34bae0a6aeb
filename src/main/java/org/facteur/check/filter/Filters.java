package org.facteur.check.filter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family;
import org.facteur.check.SampleLetter;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;

/** The filters that the job file names, each asked for itself: one that does not answer takes no time from the others. */
public final class Filters {

    /** For all that one of them is asked. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final String TIMEOUT = "TIMEOUT";

    /** Where a relay sends from when nobody has said: somebody's, so that no rule takes offence at an address that cannot be. */
    private static final String ANY_ADDRESS = "9.9.9.9";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private Filters() {}

    /** @param attachments of the letters, each once */
    public static List<Family> of(Campaign campaign, List<Path> attachments, Timing timing) {
        List<Family> families = new ArrayList<>();
        @Nullable SocketAddress clamd = campaign.check().clamd();
        if (clamd != null) {
            families.add(new VirusFamily(new ClamAv(clamd), attachments, timing));
        }
        double threshold = campaign.check().spamScore();
        @Nullable URI web = campaign.check().rspamd();
        if (web != null) {
            Rspamd rspamd = new Rspamd(web, envelope(campaign));
            families.add(new SpamFamily(
                    "rspamd",
                    threshold,
                    (letter, patience) ->
                            rspamd.score(letter.bytes(), letter.to().toString(), patience),
                    timing));
        }
        @Nullable SocketAddress spamd = campaign.check().spamd();
        if (spamd != null) {
            SpamAssassin spamassassin = new SpamAssassin(spamd, threshold);
            // The last: where both are asked its score is shown, in whose points the threshold is meant.
            families.add(new SpamFamily(
                    "spamassassin",
                    threshold,
                    (letter, patience) -> spamassassin.score(received(campaign, letter, timing), patience),
                    timing));
        }
        return families;
    }

    /** @throws IOException when the time is over */
    static Duration left(Timing timing, Instant until) throws IOException {
        Duration left = Duration.between(timing.instant(), until);
        if (left.toMillis() < 50) {
            throw new IOException(TIMEOUT);
        }
        return left;
    }

    /** Why one did not answer, in words of the field. */
    static String why(IOException failure) {
        boolean late = failure instanceof AsynchronousCloseException || failure instanceof HttpTimeoutException;
        return late || failure.getMessage() == null ? TIMEOUT : failure.getMessage();
    }

    private static String address(Campaign campaign) {
        return campaign.check().sendingIps().stream()
                .findFirst()
                .map(ip -> ip.getHostAddress())
                .orElse(ANY_ADDRESS);
    }

    private static String host(Campaign campaign) {
        String host = campaign.relays().get(0).relay().host();
        return host.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}")
                ? host
                : "smtp." + campaign.from().address().domain().name();
    }

    /** The letter as a receiver's filter sees it. */
    private static byte[] received(Campaign campaign, SampleLetter letter, Timing timing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(letter.bytes().length + 300);
        String host = host(campaign);
        out.write(("Received: from " + host + " (" + host + " [" + address(campaign) + "])\r\n\tby mx."
                        + letter.to().domain().name() + " (Postfix) with ESMTPS id 4Facteur\r\n\tfor <" + letter.to()
                        + ">; "
                        + DATE.format(timing.instant().atOffset(ZoneOffset.UTC)) + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.write(letter.bytes());
        return out.toByteArray();
    }

    private static Map<String, String> envelope(Campaign campaign) {
        String host = host(campaign);
        return Map.of(
                "Ip",
                address(campaign),
                "Helo",
                host,
                "Hostname",
                host,
                "From",
                campaign.from().address().toString());
    }
}
