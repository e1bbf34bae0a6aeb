package org.facteur.inbox;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a report (RFC 3464, 2.1; RFC 5965, 3; RFC 8098, 3.1): those about the message, then a group for each recipient. Groups are
 * parted by empty lines, but some servers write such lines within a group, and some none between two.
 */
record ReportFields(Headers message, List<Headers> recipients) {

    static ReportFields of(String text) {
        Headers message = new Headers();
        List<Headers> recipients = new ArrayList<>();
        for (Headers block : blocks(text)) {
            if (block.hasAny("final-recipient", "original-recipient")) {
                recipients.add(block);
            } else if (recipients.isEmpty()) {
                message.fillFrom(block);
            } else {
                recipients.get(recipients.size() - 1).fillFrom(block);
            }
        }
        return new ReportFields(message, recipients);
    }

    private static List<Headers> blocks(String text) {
        List<Headers> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        boolean named = false;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            boolean names = line.regionMatches(true, 0, "final-recipient:", 0, 16);
            if (line.isBlank() || (names && named)) {
                blocks.add(Headers.leading(block.toString()));
                block.setLength(0);
                named = false;
            }
            named |= names;
            if (!line.isBlank()) {
                block.append(line).append('\n');
            }
        }
        blocks.add(Headers.leading(block.toString()));
        blocks.removeIf(Headers::isEmpty);
        return blocks;
    }
}
