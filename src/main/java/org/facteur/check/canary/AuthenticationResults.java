package org.facteur.check.canary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one server says of a letter's sender: a field Authentication-Results (RFC 8601), taken apart. Whether it is to be believed is another
 * matter.
 *
 * @param authservId who says so, in lower case; "" where the field does not say, as Microsoft's
 * @param text the whole field, comments included
 */
record AuthenticationResults(String authservId, List<Result> results, String text) {

    /** {@code spf=pass}, {@code dkim=fail}; a method's version and the reason are left out. */
    private static final Pattern METHOD =
            Pattern.compile("([a-z][a-z0-9-]*)(?:\\s*/\\s*\\d+)?\\s*=\\s*([a-z]+)\\b(.*)");

    private static final Pattern PROPERTY =
            Pattern.compile("([a-z]+)\\.([a-z][a-z0-9-]*)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;]+))");

    /**
     * One of them.
     *
     * @param method {@code spf}, {@code dkim}, {@code dmarc} and others
     * @param value {@code pass}, {@code fail}, {@code none} and so on
     * @param properties such as {@code header.d} and {@code smtp.mailfrom}
     */
    record Result(String method, String value, Map<String, String> properties) {

        /** The domain of a property's value, which may be an address; "" for none. */
        String domain(String property) {
            String value = properties.getOrDefault(property, "");
            return value.substring(value.lastIndexOf('@') + 1).replaceAll("^[<.]+|[>.]+$", "");
        }
    }

    AuthenticationResults {
        results = List.copyOf(results);
    }

    /** @param value of the field, unfolded */
    static AuthenticationResults of(String value) {
        List<String> parts = parts(value);
        String head = parts.get(0).strip().toLowerCase(Locale.ROOT);
        boolean anonymous = METHOD.matcher(head).matches();
        List<Result> results = new ArrayList<>();
        for (String part : parts.subList(anonymous ? 0 : 1, parts.size())) {
            Matcher method = METHOD.matcher(part.strip().toLowerCase(Locale.ROOT));
            if (method.matches()) {
                results.add(new Result(method.group(1), method.group(2), properties(method.group(3))));
            }
        }
        return new AuthenticationResults(anonymous ? "" : head.split("\\s+", 2)[0].replace("\"", ""), results, value);
    }

    private static Map<String, String> properties(String text) {
        Map<String, String> properties = new HashMap<>();
        Matcher property = PROPERTY.matcher(text);
        while (property.find()) {
            properties.putIfAbsent(
                    property.group(1) + "." + property.group(2),
                    property.group(3) != null ? property.group(3) : property.group(4));
        }
        return properties;
    }

    /** At semicolons, without comments (which may hold others), but not within quotes. */
    private static List<String> parts(String value) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int comments = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && (quoted || comments > 0)) {
                i++;
            } else if (quoted || (c == '"' && comments == 0)) {
                quoted = c == '"' ? !quoted : quoted;
                part.append(c);
            } else if (c == '(') {
                comments++;
                part.append(' ');
            } else if (c == ')' && comments > 0) {
                comments--;
            } else if (comments == 0 && c == ';') {
                parts.add(part.toString());
                part.setLength(0);
            } else if (comments == 0) {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
