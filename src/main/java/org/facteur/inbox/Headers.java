package org.facteur.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** Header fields, or those of a report, by their names in lower case; unfolded and decoded. */
final class Headers {

    private static final Pattern FOLD = Pattern.compile("[ \\t]*[\\r\\n]+[ \\t]*");

    private final Map<String, List<String>> fields = new LinkedHashMap<>();

    void add(String name, String body) {
        String unfolded = body.indexOf('\n') < 0 && body.indexOf('\r') < 0
                ? body.strip()
                : FOLD.matcher(body).replaceAll(" ").strip();
        fields.computeIfAbsent(name.strip().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .add(decoded(unfolded));
    }

    private static String decoded(String text) {
        if (!text.contains("=?")) {
            return text;
        }
        try {
            return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT, Texts.UNKNOWN);
        } catch (RuntimeException unknownCharset) {
            return text;
        }
    }

    /** The first of this name; empty where there is none. */
    String first(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    boolean hasAny(String... names) {
        for (String name : names) {
            if (has(name)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Adds what is missing here. */
    void fillFrom(Headers others) {
        others.fields.forEach(fields::putIfAbsent);
    }

    /** Of a text that begins with header fields, such as what {@code text/rfc822-headers} holds; ends at the first empty line. */
    static Headers leading(String text) {
        Headers headers = new Headers();
        String name = "";
        StringBuilder body = new StringBuilder();
        for (String line : (Iterable<String>) text.stripLeading().lines()::iterator) {
            if (line.isBlank()) {
                break;
            }
            int colon = line.indexOf(':');
            if (Character.isWhitespace(line.charAt(0))) {
                body.append(' ').append(line.strip());
            } else if (colon > 0 && line.substring(0, colon).strip().indexOf(' ') < 0) {
                headers.addNamed(name, body);
                name = line.substring(0, colon);
                body = new StringBuilder(line.substring(colon + 1));
            }
        }
        headers.addNamed(name, body);
        return headers;
    }

    private void addNamed(String name, StringBuilder body) {
        if (!name.isEmpty()) {
            add(name, body.toString());
        }
    }
}
