package org.facteur.relay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One client of the sandbox, from the greeting to QUIT. */
final class SandboxConversation {

    /** RFC 5321, 4.5.3.1.4 asks for 512 octets; extensions lengthen it. */
    private static final int LONGEST_COMMAND = 4096;
    /** 100 MB: more than any provider takes. */
    private static final int LARGEST_LETTER = 100_000_000;

    private static final String OFFER = String.join(
            "\r\n",
            "250-sandbox.localhost",
            "250-PIPELINING",
            "250-8BITMIME",
            "250-SMTPUTF8",
            "250 ENHANCEDSTATUSCODES");

    private final SandboxFolder folder;
    private final InputStream in;
    private final OutputStream out;
    private boolean sender;
    private @Nullable String recipient;

    SandboxConversation(SandboxFolder folder, InputStream in, OutputStream out) {
        this.folder = folder;
        this.in = new BufferedInputStream(in, 16_384);
        this.out = new BufferedOutputStream(out);
    }

    /** @throws IOException when the client breaks off */
    void run() throws IOException {
        say("220 sandbox.localhost ESMTP Facteur");
        while (answer(command())) {
            // one command after the other
        }
    }

    private boolean answer(String command) throws IOException {
        switch (command.split("[ :]", 2)[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" -> greet(OFFER);
            case "HELO" -> greet("250 sandbox.localhost");
            case "NOOP" -> say("250 2.0.0 Ok");
            case "RSET" -> greet("250 2.0.0 Ok");
            case "MAIL" -> {
                recipient = null;
                sender = true;
                say("250 2.1.0 Ok");
            }
            case "RCPT" -> recipient(command);
            case "DATA" -> data();
            case "QUIT" -> {
                say("221 2.0.0 Bye");
                return false;
            }
            default -> say("502 5.5.2 command not recognized");
        }
        return true;
    }

    /** EHLO forgets a transaction, like RSET (RFC 5321, 4.1.4). */
    private void greet(String reply) throws IOException {
        sender = false;
        recipient = null;
        say(reply);
    }

    private void recipient(String command) throws IOException {
        int from = command.indexOf('<');
        int to = command.lastIndexOf('>');
        if (!sender) {
            say("503 5.5.1 need MAIL first");
        } else if (recipient != null) {
            say("452 4.5.3 one recipient a letter");
        } else if (from < 0 || to < from + 2) {
            say("501 5.1.3 an address in angle brackets is wanted");
        } else {
            recipient = command.substring(from + 1, to);
            say("250 2.1.5 Ok");
        }
    }

    private void data() throws IOException {
        String to = recipient;
        if (to == null) {
            say("503 5.5.1 need RCPT first");
            return;
        }
        say("354 End data with <CR><LF>.<CR><LF>");
        byte @Nullable [] letter = body();
        greet(letter == null ? "552 5.3.4 larger than 100 MB" : kept(letter, to));
    }

    private String kept(byte[] letter, String to) {
        try {
            return "250 2.0.0 Ok: kept as " + folder.keep(letter, to);
        } catch (IOException e) {
            return "452 4.3.1 the letter cannot be written: "
                    + String.valueOf(e.getMessage()).replaceAll("\\R", " ");
        }
    }

    /** Up to the final dot, dot-stuffing taken off (RFC 5321, 4.5.2); null when it was too large. */
    private byte @Nullable [] body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(16_384);
        boolean lineBegins = true;
        int previous = 0;
        for (int b = next(); ; b = next()) {
            if (lineBegins && b == '.') {
                b = next();
                if (b == '\r') {
                    b = next();
                    if (b == '\n') {
                        return body.size() > LARGEST_LETTER ? null : body.toByteArray();
                    }
                    body.write('\r');
                }
            }
            if (body.size() <= LARGEST_LETTER) {
                body.write(b);
            }
            // A bare LF ends no line: taking it for one lets letters be smuggled (CVE-2023-51764).
            lineBegins = previous == '\r' && b == '\n';
            previous = b;
        }
    }

    private String command() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = next(); b != '\n'; b = next()) {
            if (line.size() > LONGEST_COMMAND) {
                say("500 5.5.2 line too long");
                throw new IOException("line too long");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    private void say(String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
