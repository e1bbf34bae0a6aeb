package org.facteur.relay;

import jakarta.mail.Session;
import java.util.Locale;
import java.util.Properties;

/** Mail session of one relay: TLS verified and required, every time-out set, nothing looked up that need not be. */
final class RelaySession {

    private RelaySession() {}

    /**
     * @param heloName what EHLO says (RFC 5321, 4.1.1.1); looking up our host name could take seconds
     * @throws IllegalArgumentException when a relay that is not on this machine would be spoken to without TLS
     */
    static Session of(Relay relay, String heloName) {
        Properties properties = new Properties();
        long timeout = relay.timeout().toMillis();
        set(properties, "host", relay.host());
        set(properties, "port", relay.port());
        set(properties, "localhost", heloName);
        set(properties, "connectiontimeout", timeout);
        set(properties, "timeout", timeout);
        set(properties, "writetimeout", timeout);
        set(properties, "quitwait", false);
        set(properties, "sendpartial", false);
        // Letters are 7-bit already; a conversion would rewrite them and their Message-ID.
        set(properties, "allow8bitmime", false);
        set(properties, "chunksize", -1);
        switch (relay.tls()) {
            case STARTTLS -> {
                set(properties, "starttls.enable", true);
                set(properties, "starttls.required", true);
            }
            case IMPLICIT -> set(properties, "ssl.enable", true);
            case NONE -> requireLoopback(relay);
        }
        if (relay.tls() != Tls.NONE) {
            set(properties, "ssl.checkserveridentity", true);
            set(properties, "ssl.protocols", "TLSv1.3 TLSv1.2");
            if (relay.trust() != null) {
                properties.put("mail.smtp.ssl.socketFactory", Trust.socketFactory(relay.trust()));
            }
        }
        if (!(relay.credentials() instanceof Credentials.None)) {
            set(properties, "auth", true);
            boolean oauth = relay.credentials() instanceof Credentials.OAuth2;
            set(properties, "auth.mechanisms", oauth ? "XOAUTH2" : "PLAIN LOGIN");
        }
        properties.put("mail.mime.allowutf8", "true");
        return Session.getInstance(properties);
    }

    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.startsWith("127.") || name.equals("::1") || name.equals("[::1]");
    }

    private static void requireLoopback(Relay relay) {
        if (!isLoopback(relay.host())) {
            throw new IllegalArgumentException(
                    "relay " + relay.name() + ": tls: none is for this machine only, not for " + relay.host()
                            + "; write tls: starttls or implicit");
        }
    }

    private static void set(Properties properties, String key, Object value) {
        properties.put("mail.smtp." + key, String.valueOf(value));
    }
}
