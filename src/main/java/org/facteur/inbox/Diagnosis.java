package org.facteur.inbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.verdict.Category;
import org.facteur.verdict.Explanation;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.Trigrams;
import org.jspecify.annotations.Nullable;

/** What servers said of recipients, put to the classifier of replies. Of one message, in which the same words may be said of many. */
final class Diagnosis {

    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,2}\\.\\d{1,3})(?![\\d.]*\\d)");
    private static final Pattern CODED =
            Pattern.compile("(?<![\\d.])[45]\\d\\d(?![\\d.]\\d)[ -]|(?<![\\d.])[45]\\.\\d{1,3}\\.\\d{1,3}(?![\\d.])");

    private static final Pattern REPLY = Pattern.compile("(?<![\\d.:])[45]\\d\\d[ -](?=\\S)(?![45]\\d\\d[ -])");
    private static final Pattern FULL = Pattern.compile(
            "(?:mailbox|disk|user'?s?|inbox|box|storage).{0,40}(?:quota|full)|quota.{0,40}(?:mailbox|disk|user|storage)|over ?quota",
            Pattern.CASE_INSENSITIVE);

    private final ReplyClassifier classifier;
    /** By words and status. */
    private final Map<String, Category> judged = new HashMap<>();

    Diagnosis(ReplyClassifier classifier) {
        this.classifier = classifier;
    }

    /** RFC 3463's code in it; null where there is none. */
    static @Nullable String status(String text) {
        Matcher status = STATUS.matcher(text);
        return status.find() ? status.group(1) : null;
    }

    /** The same in prose, where a 2 begins a version rather than a success. */
    static @Nullable String failureStatus(String text) {
        Matcher status = STATUS.matcher(text);
        while (status.find()) {
            if (!status.group(1).startsWith("2")) {
                return status.group(1);
            }
        }
        return null;
    }

    /** From the server's code on, where there is one: {@code host mx.example said: 550 ...}. */
    private static String fromCode(String text) {
        Matcher code = REPLY.matcher(text);
        return code.find() ? text.substring(code.start()) : text;
    }

    /** Whether a server's code stands in it. */
    static boolean coded(String text) {
        for (int i = 0; i + 2 < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '4' || c == '5') && text.charAt(i + 1) <= '9') {
                return CODED.matcher(text).find();
            }
        }
        return false;
    }

    /**
     * The first that means something; what a server said goes before what somebody wrote about it.
     *
     * @param status RFC 3463's code where a report has one
     */
    Category of(List<String> said, @Nullable String status) {
        Category unknown = null;
        for (String one : said) {
            if (!one.isBlank()) {
                Category category = judged.computeIfAbsent(one + '\n' + status, words -> classify(one, status));
                if (!isUnknown(category)) {
                    return category;
                }
                unknown = unknown == null ? category : unknown;
            }
        }
        Category byStatus = status == null ? Category.UNKNOWN_PERMANENT : classify("", status);
        return isUnknown(byStatus) && unknown != null ? unknown : byStatus;
    }

    private Category classify(String said, @Nullable String status) {
        String text =
                Texts.oneLine(said).replaceFirst("(?i)^(?:smtp|x-[a-z-]+|unknown|x\\.?400|dns|local)\\s*;\\s*", "");
        text = fromCode(text);
        boolean own = STATUS.matcher(text).find();
        String class3 = status == null ? "5" : status.substring(0, 1);
        String reply = text;
        if (!text.matches("(?s)[245]\\d\\d[ -].*") && !coded(text)) {
            reply = class3 + "50 " + (status == null ? "" : status + " ") + text;
        } else if (!own && status != null && text.matches("(?s)[45]\\d\\d[ -].*") && text.startsWith(class3)) {
            reply = text.substring(0, 4) + status + " " + text.substring(4);
        }
        Explanation explained = Explanation.of(reply.replace("\\", "/"), classifier);
        // The words were weighed on replies of servers: what a report says around them is another kind of text.
        Category category = explained.isByWords() && !coded(text)
                ? Category.UNKNOWN_PERMANENT
                : explained.verdict().category();
        // A server that wrote to a person speaks of that person's quota, not of ours.
        boolean quota = category == Category.QUOTA_DAILY_EXHAUSTED || category == Category.RATE_LIMITED_SENDER;
        if (quota && FULL.matcher(text).find()) {
            return Category.MAILBOX_FULL;
        }
        return coded(text) && !isUnknown(category) ? category : inProse(Texts.folded(text), category);
    }

    private static Category inProse(String folded, Category otherwise) {
        Trigrams text = new Trigrams(folded);
        if (Vocabulary.MAILBOX_FULL.areIn(text)) {
            return Category.MAILBOX_FULL;
        } else if (Vocabulary.NO_SUCH_USER.areIn(text)) {
            return Category.NO_SUCH_USER;
        }
        return Vocabulary.BAD_DOMAIN.areIn(text) ? Category.BAD_DOMAIN : otherwise;
    }

    private static boolean isUnknown(Category category) {
        return category == Category.UNKNOWN_PERMANENT
                || category == Category.UNKNOWN_TRANSIENT
                || category == Category.ACCEPTED;
    }
}
