package org.facteur.relay;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a relay said of itself in its answer to EHLO (RFC 5321, 4.1.1.1), inside TLS where there is any.
 *
 * @param server the name it gave itself; empty where it gave none
 * @param extensions with their parameters, such as {@code SIZE 10485760}
 * @param encryption null without TLS
 */
public record ServerOffer(
        String server, List<String> extensions, @Nullable Encryption encryption) {

    /**
     * TLS, verified: the certificate is trusted and for this host, else there would be no connection.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param validUntil of the server's own certificate
     */
    public record Encryption(String protocol, String cipher, String subject, String issuer, Instant validUntil) {

        private static @Nullable Encryption of(@Nullable SSLSession session) {
            if (session == null) {
                return null;
            }
            try {
                for (Certificate certificate : session.getPeerCertificates()) {
                    if (certificate instanceof X509Certificate own) {
                        return new Encryption(
                                session.getProtocol(),
                                session.getCipherSuite(),
                                own.getSubjectX500Principal().getName(),
                                own.getIssuerX500Principal().getName(),
                                own.getNotAfter().toInstant());
                    }
                }
            } catch (SSLPeerUnverifiedException e) {
                throw new IllegalStateException("a relay that was not verified", e);
            }
            return null;
        }
    }

    public ServerOffer {
        extensions = List.copyOf(extensions);
    }

    static ServerOffer of(@Nullable Reply ehlo, @Nullable SSLSession session) {
        List<String> lines = ehlo == null ? List.of() : ehlo.text().lines().toList();
        String server = lines.isEmpty() ? "" : lines.get(0).split(" ", 2)[0];
        return new ServerOffer(server, lines.stream().skip(1).toList(), Encryption.of(session));
    }

    /** Whether an extension is there, with or without parameters. */
    public boolean offers(String keyword) {
        int length = keyword.length();
        return extensions.stream()
                .anyMatch(extension -> extension.regionMatches(true, 0, keyword, 0, length)
                        && (extension.length() == length || extension.charAt(length) == ' '));
    }

    /** Names of the mechanisms for AUTH (RFC 4954), in capitals. */
    public List<String> logins() {
        // Some servers write AUTH=LOGIN too, for clients older than the standard.
        return extensions.stream()
                .filter(extension -> extension.toUpperCase(Locale.ROOT).matches("AUTH[ =].*"))
                .flatMap(extension -> Arrays.stream(
                        extension.substring(5).strip().toUpperCase(Locale.ROOT).split("\\s+")))
                .distinct()
                .toList();
    }

    /** The largest letter it takes, in bytes (RFC 1870); null where it names no limit. */
    public @Nullable Long largestLetter() {
        return extensions.stream()
                .filter(extension -> extension.toUpperCase(Locale.ROOT).matches("SIZE \\d{1,18}"))
                .map(extension -> Long.parseLong(extension.substring(5)))
                .filter(size -> size > 0)
                .findFirst()
                .orElse(null);
    }

    /** Extensions that are told nowhere else. */
    public List<String> others() {
        return extensions.stream()
                .filter(extension -> Stream.of("AUTH", "SIZE")
                        .noneMatch(known -> extension.toUpperCase(Locale.ROOT).matches(known + "([ =].*)?")))
                .toList();
    }
}
