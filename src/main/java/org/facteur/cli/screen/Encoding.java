package org.facteur.cli.screen;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** In which encoding we write what people read. */
public final class Encoding {

    private Encoding() {}

    /**
     * The locale's. In the C locale, in which cron and systemd start programs, that would be ASCII: every accent a question mark. There it
     * is UTF-8.
     */
    static Charset ofTerminal() {
        return of(System.getProperty("native.encoding", "UTF-8"));
    }

    public static PrintWriter writer(FileDescriptor descriptor) {
        return Paint.writer(new FileOutputStream(descriptor), descriptor, ofTerminal());
    }

    static Charset of(String nativeEncoding) {
        if (!Charset.isSupported(nativeEncoding)) {
            return StandardCharsets.UTF_8;
        }
        Charset charset = Charset.forName(nativeEncoding);
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }
}
