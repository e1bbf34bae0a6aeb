package org.facteur.inbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/**
 * Takes a message apart (RFC 2045 to 2047), whatever it is: nothing in it makes this throw, run long or grow. Looks at the first
 * {@link #LARGEST} bytes, {@link #DEEPEST} levels and {@link #MOST_PARTS} parts; reports are small and stand at the front.
 */
final class MailParser {

    static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 30;
    private static final int MOST_PARTS = 300;
    private static final int LONGEST_TEXT = 200_000;

    /** What servers and people write stands at the front, behind style sheets. */
    private static final int LONGEST_HTML = 64_000;

    private static final MimeConfig LENIENT = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderLen(300_000)
            .setMaxHeaderCount(-1)
            .setCountLineNumbers(false)
            .build();

    private final List<Mail.Part> parts = new ArrayList<>();
    private final Deque<Headers> open = new ArrayDeque<>();
    private final MimeTokenStream tokens = new MimeTokenStream(LENIENT);
    private Headers latest = new Headers();
    private final Headers top = new Headers();
    private boolean begun;
    private int depth;
    private int embedded;

    private MailParser() {}

    /** @param message from its first header field on */
    static Mail parse(byte[] message) {
        MailParser parser = new MailParser();
        try {
            int start = firstLine(message);
            parser.read(new ByteArrayInputStream(message, start, Math.min(message.length - start, LARGEST)));
        } catch (MimeException | IOException | RuntimeException broken) {
            // What stood before the break is what there is. The parser throws unchecked exceptions, too, for content
            // that it did not expect.
            if (parser.top.isEmpty()) {
                parser.top.fillFrom(parser.latest);
            }
        }
        return new Mail(parser.top, parser.parts);
    }

    /** Some programs put empty lines before the header, or a line of an mbox. */
    private static int firstLine(byte[] message) {
        int start = 0;
        for (int i = 0; i < message.length && message[i] <= ' ' && message[i] >= 0; i++) {
            if (message[i] == '\n') {
                start = i + 1;
            }
        }
        return start;
    }

    private void read(InputStream message) throws MimeException, IOException {
        tokens.parse(message);
        EntityState state = tokens.getState();
        while (state != EntityState.T_END_OF_STREAM && depth <= DEEPEST && parts.size() <= MOST_PARTS) {
            take(state);
            state = tokens.next();
        }
    }

    private void take(EntityState state) throws IOException {
        switch (state) {
            case T_START_HEADER -> latest = new Headers();
            case T_FIELD -> field(tokens.getField());
            case T_END_HEADER -> endHeader();
            case T_START_MULTIPART -> depth++;
            case T_END_MULTIPART -> depth--;
            case T_START_MESSAGE -> startMessage();
            case T_END_MESSAGE -> endMessage();
            case T_BODY -> parts.add(body(tokens.getBodyDescriptor()));
            case T_START_BODYPART, T_END_BODYPART, T_PREAMBLE, T_EPILOGUE, T_RAW_ENTITY, T_END_OF_STREAM -> {
                // Nothing of ours.
            }
        }
    }

    private void field(Field field) {
        String body = field.getBody();
        latest.add(field.getName(), body == null ? "" : body);
    }

    private void endHeader() {
        if (embedded == 0 && top.isEmpty()) {
            top.fillFrom(latest);
        } else if (!open.isEmpty() && open.peek().isEmpty()) {
            open.peek().fillFrom(latest);
        }
    }

    /** The mail itself is one, too. */
    private void startMessage() {
        depth++;
        if (begun) {
            Headers within = new Headers();
            parts.add(new Mail.Part("message/rfc822", within, "", embedded));
            open.push(within);
            embedded++;
        }
        begun = true;
    }

    private void endMessage() {
        depth--;
        if (!open.isEmpty()) {
            open.pop();
            embedded--;
        }
    }

    private Mail.Part body(BodyDescriptor descriptor) throws IOException {
        String type = descriptor.getMimeType().toLowerCase(Locale.ROOT);
        String text = "";
        if (type.startsWith("text/") || type.startsWith("message/")) {
            byte[] bytes =
                    tokens.getDecodedInputStream().readNBytes(type.equals("text/html") ? LONGEST_HTML : LONGEST_TEXT);
            text = Texts.decoded(
                            bytes, latest.first("content-type").contains("charset") ? descriptor.getCharset() : null)
                    .replace("\r\n", "\n")
                    .replace('\r', '\n')
                    .replace('\u00A0', ' ');
        }
        return new Mail.Part(type, latest, text, embedded);
    }
}
