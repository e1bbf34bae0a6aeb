package org.facteur.relay;

import jakarta.mail.Session;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocketFactory;

/** Mail session of one relay: TLS verified and required, every time-out set, nothing looked up that need not be. */
final class RelaySession {

    /** Angus's log of the conversation holds the login: it stays off, whatever level the root logger is set to. */
    private static final Logger PROTOCOL_TRACE = Logger.getLogger(SealedTransport.class.getPackageName() + ".protocol");

    static {
        PROTOCOL_TRACE.setLevel(Level.OFF);
    }

    private RelaySession() {}

    /**
     * @param ehloName what EHLO says (RFC 5321, 4.1.1.1); looking up our host name could take seconds
     * @throws IllegalArgumentException when a relay that is not on this machine would be spoken to without TLS, or the file of
     *     certificates to trust cannot be used
     */
    static Session of(Relay relay, String ehloName, Wire wire) {
        Properties properties = new Properties();
        int timeout = Math.toIntExact(relay.timeout().toMillis());
        set(properties, "localhost", ehloName);
        set(properties, "connectiontimeout", timeout);
        set(properties, "timeout", timeout);
        // The login is Login's.
        set(properties, "auth", false);
        // Letters are 7-bit already; a conversion would rewrite them and their Message-ID.
        set(properties, "allow8bitmime", false);
        // Else a factory's failure would be followed by a try without it, and so without the write time-out.
        set(properties, "socketFactory.fallback", false);
        if (relay.tls() == Tls.NONE) {
            requireLoopback(relay);
        } else {
            encrypt(properties, relay, wire.encrypted(Trust.socketFactory(relay.trust())));
        }
        if (relay.tls() == Tls.IMPLICIT) {
            set(properties, "ssl.enable", true);
            set(properties, "writetimeout", timeout);
            properties.put("mail.smtp.executor.writetimeout", Wire.WRITE_TIMER);
        } else {
            properties.put("mail.smtp.socketFactory", wire.plain(timeout));
        }
        return Session.getInstance(properties);
    }

    private static void encrypt(Properties properties, Relay relay, SSLSocketFactory factory) {
        set(properties, "starttls.enable", relay.tls() == Tls.STARTTLS);
        set(properties, "starttls.required", relay.tls() == Tls.STARTTLS);
        set(properties, "ssl.checkserveridentity", true);
        set(properties, "ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.put("mail.smtp.ssl.socketFactory", factory);
    }

    private static void requireLoopback(Relay relay) {
        if (!Loopback.is(relay.host())) {
            throw new IllegalArgumentException("relays." + relay.name()
                    + ".tls: none is for this machine only, not for " + relay.host() + "; write starttls or implicit");
        }
    }

    private static void set(Properties properties, String key, Object value) {
        properties.put("mail.smtp." + key, String.valueOf(value));
    }
}
