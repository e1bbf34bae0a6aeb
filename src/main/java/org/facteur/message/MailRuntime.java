package org.facteur.message;

import jakarta.mail.Session;
import java.util.Properties;

/** Settings of Jakarta Mail that hold for the whole process. */
public final class MailRuntime {

    private static final String STREAM_PROVIDER = "jakarta.mail.util.StreamProvider";

    static {
        // Without it each part scans the class path for a provider: 1.5 to 4 ms a letter instead of 0.2 (mail-api
        // #861).
        if (System.getProperty(STREAM_PROVIDER) == null) {
            System.setProperty(STREAM_PROVIDER, "org.eclipse.angus.mail.util.MailStreamProvider");
        }
    }

    /** For letters whose headers are ASCII: nearly all. */
    static final Session ASCII = session(false);
    /** For letters with an address in another alphabet (RFC 6532); their header goes out as UTF-8. */
    static final Session UTF_8 = session(true);

    private MailRuntime() {}

    /** Before the first message is made or a session opened. {@link LetterComposer} calls it; calling it again does no harm. */
    public static void prepare() {
        // The class's initialiser has done it.
    }

    private static Session session(boolean utf8) {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(utf8));
        return Session.getInstance(properties);
    }
}
