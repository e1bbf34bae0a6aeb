package org.facteur.message.template;

import java.util.regex.Pattern;

/** Text of any origin on one line: what a contact, a file or a server says begins no line of its own, in a header or on the screen. */
public final class SingleLine {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]");

    private SingleLine() {}

    /** Line breaks and other control characters become spaces, and none stands at an end. */
    public static String of(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }
}
