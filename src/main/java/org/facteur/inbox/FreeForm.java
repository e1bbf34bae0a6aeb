package org.facteur.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server wrote for people: addresses, and what it says of each. Read down to the returned copy. Of the addresses those count that
 * stand where servers put them; else those in a sentence that tells of failure.
 */
final class FreeForm {

    /** {@code <a@b>: host ... said}, {@code a@b} on a line of its own, {@code   a@b on Thu, 9 Nov}. */
    private static final Pattern ALONE = Pattern.compile(
            "^[\\s|*>-]{0,12}(?:\\d+[.)]\\s*)?[<\"'(\\[]*(?:smtp:|mailto:|rfc822;)?\\s*<?(" + Texts.ADDRESS.pattern()
                    + ")[>\"'\\])]*(?:\\s*[<(]mailto:[^>)]*[>)])?\\s*(?:$|[:;,(]|on \\w{3}, |\\.{2,}| - |\\t|\\.?$|<)(.*)",
            Pattern.CASE_INSENSITIVE);

    /** {@code RCPT TO:<a@b>}, {@code Failed address: a@b}, {@code Unknown user: a@b}, {@code undeliverable to a@b}. */
    private static final Pattern NAMED = Pattern.compile(
            "(?<![\\p{Alnum}@._-])(?:rcpt to|failed address|failed recipient|final-recipient|original-recipient|recipients?(?:\\(s\\))?(?: address)?(?: rejected)?|destinataires?|unknown user|unknown local user|no such user|user unknown|user mailbox exceeds allowed size|"
                    + "undeliverable to|undelivered to|deliver(?:ed|y|ing)?(?: \\w+){0,4} (?:to|for)|delivery failed|remise a|addressed to|envoye a|addresse?e?|account|user|mailbox|utilisateur|adresse|address(?: is)?|an|to|pour|for|a)"
                    + "(?:\\s+(?:is|was|are)\\b|(?![\\p{Alnum}@._-]))\\s*[:=]?\\s*(?:rfc822;|smtp:)?\\s*(?:\"[^\"]{0,80}\"\\s*)?[<\"'(\\[]*(?:smtp:)?("
                    + Texts.ADDRESS.pattern() + ")",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern HEADER = Pattern.compile(
            "^\\s*(?:from|to|cc|bcc|sender|reply-to|return-path|received|date|subject|message-id|de|von|an|betreff|objet|x-[a-z-]+):.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TO = Pattern.compile(
            "^\\s*(?:to|an|a|à|para|aan|recipient|empf\u00e4nger|destinataire)\\s*:.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern RCPT = Pattern.compile("(?i)rcpt to:\\s*<?(" + Texts.ADDRESS.pattern() + ")");

    private final String head;
    private final Headers copy;
    private final Set<String> ours;
    private final Map<String, String> recipients = new LinkedHashMap<>();
    private boolean read;
    private @Nullable List<String> paragraphs;

    /** @param ours addresses that are nobody's whom we wrote to */
    FreeForm(String text, Set<String> ours) {
        this.ours = ours;
        String found = text;
        Headers after = new Headers();
        int position = 0;
        for (String line : text.split("\n", -1)) {
            if (Vocabulary.COPY.matcher(Texts.folded(Texts.cut(line, 300))).lookingAt()) {
                found = text.substring(0, position);
                after = Headers.leading(text.substring(Math.min(text.length(), position + line.length() + 1))
                        .replaceFirst("^(?:[\\s>*-]*\\n)+", ""));
                break;
            }
            position += line.length() + 1;
        }
        head = Texts.cut(found, 40_000);
        copy = after;
    }

    private void read() {
        List<String> lines = head.lines().limit(600).toList();
        alone(lines);
        if (recipients.isEmpty()) {
            named(lines);
        }
        if (recipients.isEmpty()) {
            anywhere(lines);
        }
        if (recipients.isEmpty()) {
            addressed(lines);
        }
    }

    /** What stands before the returned copy. */
    String head() {
        return head;
    }

    /** Header fields of the copy that follows in the same text. */
    Headers copy() {
        return copy;
    }

    /** Each with what is said of it. Looked for once somebody asks: most messages come from people. */
    Map<String, String> recipients() {
        if (!read) {
            read = true;
            read();
        }
        return recipients;
    }

    private void alone(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = ALONE.matcher(Texts.cut(lines.get(i), 2_000));
            if (line.find()) {
                add(line.group(1), line.group(2) + following(lines, i));
            }
        }
    }

    private static String following(List<String> lines, int at) {
        StringBuilder said = new StringBuilder();
        for (int i = at + 1; i < lines.size() && i < at + 14; i++) {
            String line = lines.get(i);
            boolean ends = line.isBlank()
                    ? said.length() > 0
                    : ALONE.matcher(Texts.cut(line, 2_000)).find();
            if (ends) {
                break;
            }
            said.append(' ').append(line.strip());
        }
        return said.toString();
    }

    private void named(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = Texts.cut(lines.get(i), 2_000);
            if (!HEADER.matcher(line).matches() || RCPT.matcher(line).find()) {
                Matcher named = NAMED.matcher(line);
                while (named.find()) {
                    add(named.group(1), line.strip() + following(lines, i));
                }
            }
        }
    }

    private void anywhere(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = Texts.cut(lines.get(i), 2_000);
            if (!HEADER.matcher(line).matches()) {
                for (String address : Texts.addresses(line)) {
                    add(address, line.strip() + following(lines, i));
                }
            }
        }
    }

    /** Filters quote the letter's head. */
    private void addressed(List<String> lines) {
        for (String line : lines) {
            if (TO.matcher(Texts.cut(line, 2_000)).matches()) {
                Texts.addresses(line).forEach(address -> add(address, ""));
            }
        }
    }

    private void add(String address, String said) {
        String lower = address.toLowerCase(Locale.ROOT)
                .replaceFirst("^(?:smtp|rfc822|mailto)=", "")
                .replaceFirst("^'", "");
        boolean isHost = lower.startsWith("postmaster@") || lower.startsWith("mailer-daemon@");
        if (!ours.contains(lower) && !isHost && lower.indexOf('.', lower.indexOf('@')) > 0) {
            recipients.merge(
                    lower, Texts.cut(Texts.oneLine(said), 2_000), (one, more) -> one.length() > 3 ? one : more);
        }
    }

    /** All that stands before the returned copy, what may be a server's words first. Parted once somebody asks. */
    List<String> paragraphs() {
        List<String> parted = paragraphs;
        if (parted == null) {
            parted = Stream.concat(coded(head).stream(), prose(head).stream()).toList();
            paragraphs = parted;
        }
        return parted;
    }

    /** What may be a server's words: lines and paragraphs with a code. */
    static List<String> coded(String text) {
        return said(text, true);
    }

    /** What else it says, paragraph by paragraph. */
    private static List<String> prose(String text) {
        return said(text, false);
    }

    private static List<String> said(String text, boolean withCode) {
        List<String> coded = new ArrayList<>();
        List<String> telling = new ArrayList<>();
        for (String paragraph : Texts.cut(text, 20_000).split("\n\\s*\n", -1)) {
            for (String line : paragraph.split("\n", -1)) {
                if (Diagnosis.coded(line)) {
                    coded.add(line.strip());
                }
            }
            if (Diagnosis.coded(paragraph)) {
                coded.add(Texts.oneLine(paragraph));
            } else {
                telling.add(Texts.oneLine(paragraph));
            }
        }
        return (withCode ? coded : telling).stream().limit(40).toList();
    }
}
