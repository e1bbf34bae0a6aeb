package org.facteur.campaign;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.pace.Limit;
import org.facteur.relay.Credentials;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.facteur.relay.Tls;
import org.jspecify.annotations.Nullable;

/** Reads a relay of {@code relays:}. */
final class RelayReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MESSAGES_PER_CONNECTION = 100;

    private RelayReader() {}

    /** The relay that needs no definition; where it listens is known when it runs. */
    static Relay sandbox(@Nullable Section given) {
        RelayName name = RelayName.SANDBOX;
        if (given == null) {
            return new Relay(
                    name,
                    "127.0.0.1",
                    1,
                    Tls.NONE,
                    null,
                    new Credentials.None(),
                    1,
                    MESSAGES_PER_CONNECTION,
                    List.of(),
                    TIMEOUT,
                    null);
        }
        Relay relay = new Relay(
                name,
                "127.0.0.1",
                1,
                Tls.NONE,
                null,
                new Credentials.None(),
                given.read("connections", 1, Forms.number(1, 100)),
                given.read("messages-per-connection", MESSAGES_PER_CONNECTION, Forms.number(1, 1_000_000)),
                given.list("limits", Limit::parse),
                TIMEOUT,
                null);
        given.refuseOthers();
        return relay;
    }

    /** Null when something is wrong with it; that is among the problems then. */
    static @Nullable Relay read(RelayName name, Section given) {
        String host = given.required("host", Forms::oneLine, "write for example host: smtp.ecole.example");
        Tls tls = given.read("tls", Tls.STARTTLS, Forms.oneOf(Tls.class));
        int port = given.read("port", port(tls), Forms.number(1, 65_535));
        if (tls == Tls.NONE && host != null && !isLoopback(host)) {
            given.problem("tls", "none is for this machine only, not for " + host + "; write starttls or implicit");
        }
        Path trust = given.read("trust", text -> file(given, "trust", text));
        Credentials credentials = credentials(given);
        int connections = given.read("connections", 1, Forms.number(1, 100));
        int messages = given.read("messages-per-connection", MESSAGES_PER_CONNECTION, Forms.number(1, 1_000_000));
        List<Limit> limits = given.list("limits", Limit::parse);
        Duration timeout = given.read("timeout", TIMEOUT, Forms.duration("100ms", "1h"));
        Mailbox from = given.read("from", RelayReader::mailbox);
        given.refuseOthers();
        return host == null
                ? null
                : new Relay(name, host, port, tls, trust, credentials, connections, messages, limits, timeout, from);
    }

    /** {@code Name <a@b>} or {@code a@b} (RFC 5322, 3.4). */
    static Mailbox mailbox(String text) {
        try {
            InternetAddress address = new InternetAddress(Forms.oneLine(text), true);
            return new Mailbox(address.getPersonal(), EmailAddress.of(address.getAddress()));
        } catch (AddressException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Forms.quoted(text) + " is not a sender; write for example \"Zythom <zythom@ecole.example>\"", e);
        }
    }

    /** A file that must be there. */
    static Path file(Section section, String key, String text) {
        Path file = section.reading().base().resolve(Forms.oneLine(text)).normalize();
        if (!Files.isRegularFile(file)) {
            section.reading()
                    .problems()
                    .addMissingFile(
                            section.line(key),
                            section.path() + "." + key,
                            Forms.quoted(text) + " is not there (looked for " + file + ")");
        }
        return file;
    }

    private static Credentials credentials(Section given) {
        if (given.has("oauth2")) {
            return oauth(given);
        }
        String username = given.read("username", Forms::oneLine);
        String password = secret(given, "password");
        if (username == null && password == null) {
            return new Credentials.None();
        }
        if (username == null || password == null) {
            given.problem(
                    username == null ? "username" : "password",
                    "is missing; a login takes both, password: ${SMTP_PASSWORD} or password-file:");
            return new Credentials.None();
        }
        return new Credentials.Password(username, password);
    }

    private static Credentials oauth(Section given) {
        Section oauth = given.section("oauth2");
        String username = given.required("username", Forms::oneLine, "write the account, such as me@gmail.com");
        URI endpoint = oauth.required(
                "token-endpoint", RelayReader::endpoint, "write for example https://oauth2.googleapis.com/token");
        String client = oauth.required("client-id", Forms::oneLine, "write the id your provider gave the application");
        String clientSecret = secret(oauth, "client-secret");
        String refreshToken = secret(oauth, "refresh-token");
        String scope = oauth.read("scope", Forms::oneLine);
        oauth.refuseOthers();
        if (refreshToken == null) {
            oauth.problem("refresh-token", "is missing; write refresh-token: ${REFRESH_TOKEN} or refresh-token-file:");
        }
        if (username == null || endpoint == null || client == null || refreshToken == null) {
            return new Credentials.None();
        }
        return new Credentials.OAuth2(username, endpoint, client, clientSecret, refreshToken, scope);
    }

    private static URI endpoint(String text) {
        URI uri = URI.create(text.strip());
        boolean local = uri.getHost() != null && isLoopback(uri.getHost());
        if (!"https".equals(uri.getScheme()) && !local) {
            throw new IllegalArgumentException(Forms.quoted(text) + " is not https; a token endpoint must be");
        }
        return uri;
    }

    /** From the environment or a file: what stands in the job file or on the command line is read by others. */
    private static @Nullable String secret(Section section, String key) {
        Piece piece = section.piece(key);
        String file = section.read(key + "-file", Forms::oneLine);
        if (piece instanceof Piece.Scalar scalar) {
            var name = Placeholders.NAME_ONLY.matcher(scalar.raw());
            if (!name.matches() || section.reading().placeholders().isParameter(name.group(1))) {
                section.problem(
                        key,
                        "stands where others can read it; write ${SMTP_PASSWORD}, taken from the environment, or " + key
                                + "-file:");
                return null;
            }
            String value = section.reading().placeholders().environment(name.group(1));
            if (value == null) {
                section.problem(key, "${" + name.group(1) + "} is not set; export it, or write " + key + "-file:");
                return null;
            }
            section.reading().problems().keepSecret(value);
            return value;
        }
        return file == null ? null : secretFile(section, key + "-file", file);
    }

    private static @Nullable String secretFile(Section section, String key, String text) {
        Path path = file(section, key, text);
        try {
            String secret = Files.exists(path)
                    ? Files.readString(path, StandardCharsets.UTF_8).stripTrailing()
                    : "";
            section.reading().problems().keepSecret(secret);
            return secret;
        } catch (IOException e) {
            section.problem(key, "cannot be read: " + path);
            return null;
        }
    }

    private static int port(Tls tls) {
        return switch (tls) {
            case STARTTLS -> 587;
            case IMPLICIT -> 465;
            case NONE -> 25;
        };
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.startsWith("127.") || name.equals("::1") || name.equals("[::1]");
    }
}
