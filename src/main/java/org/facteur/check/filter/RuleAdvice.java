package org.facteur.check.filter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to do about a filter's rule, by the beginning of its name. Measured in November 2026 with SpamAssassin 4.0.1 and Rspamd 3.4 on variants of
 * one letter.
 */
final class RuleAdvice {

    /** Ours to see to, or a matter of how we ask: nothing that the writer of a letter could mend. */
    private static final Set<String> NOISE = Set.of(
            "HTML_MESSAGE",
            "NO_RECEIVED",
            "NO_RELAYS",
            "ALL_TRUSTED",
            "RCVD_ILLEGAL_IP",
            // What becomes of a letter to a colleague's mailbox is for the server of both to say: it takes letters from
            // its own.
            "SPOOF_REPLYTO",
            "RDNS_NONE",
            "R_MIXED_CHARSET",
            "MANY_INVISIBLE_PARTS",
            "MISSING_DATE",
            "MISSING_MID",
            "MISSING_HEADERS",
            "MSGID_SHORT",
            "MISSING_TO",
            "SUBJECT_NEEDS_ENCODING",
            "MIME_HTML_ONLY",
            "T_SCC_BODY_TEXT_LINE",
            "UNPARSEABLE_RELAY",
            // How a text file is encoded that comes with the letter.
            "MIME_BASE64_TEXT",
            "MIME_BASE64_TEXT_BOGUS",
            "FORGED_SENDER");

    /** Rspamd's about the name and address that a letter comes from: they are made up when we ask, and the DNS is asked by ourselves. */
    private static final String MADE_UP = "HFILTER_(?:HELO|HOSTNAME|FROMHOST|MID)_.*";

    private static final Map<String, FilterReason> ADVICE = new LinkedHashMap<>();

    static {
        ADVICE.put("EMPTY_MESSAGE", FilterReason.ADVICE_WORDS);
        ADVICE.put("HTML_IMAGE_ONLY", FilterReason.ADVICE_WORDS);
        ADVICE.put("HTML_IMAGE_RATIO", FilterReason.ADVICE_WORDS);
        ADVICE.put("R_EMPTY_IMAGE", FilterReason.ADVICE_WORDS);
        ADVICE.put("LIST_PARTIAL_SHORT_MSG", FilterReason.ADVICE_MORE);
        ADVICE.put("MPART_ALT_DIFF", FilterReason.ADVICE_SAME);
        ADVICE.put("URI_COUNT_ODD", FilterReason.ADVICE_SAME);
        ADVICE.put("R_PARTS_DIFFER", FilterReason.ADVICE_SAME);
        ADVICE.put("PHISHING", FilterReason.ADVICE_TARGET);
        ADVICE.put("HTTP_TO_IP", FilterReason.ADVICE_HOST);
        ADVICE.put("HTTP_TO_HTTPS", FilterReason.ADVICE_TARGET);
        ADVICE.put("NORMAL_HTTP_TO_IP", FilterReason.ADVICE_HOST);
        ADVICE.put("NUMERIC_HTTP_ADDR", FilterReason.ADVICE_HOST);
        ADVICE.put("GTUBE", FilterReason.ADVICE_WORDING);
        ADVICE.put("DEAR_", FilterReason.ADVICE_WORDING);
        ADVICE.put("DRUG", FilterReason.ADVICE_WORDING);
        ADVICE.put("NO_PRESCRIPTION", FilterReason.ADVICE_WORDING);
        ADVICE.put("US_DOLLARS", FilterReason.ADVICE_WORDING);
        ADVICE.put("MILLION_", FilterReason.ADVICE_WORDING);
        ADVICE.put("LOTTO", FilterReason.ADVICE_WORDING);
        ADVICE.put("ADVANCE_FEE", FilterReason.ADVICE_WORDING);
        ADVICE.put("SUBJECT_HAS_CURRENCY", FilterReason.ADVICE_WORDING);
        ADVICE.put("SUBJECT_ENDS", FilterReason.ADVICE_WORDING);
        ADVICE.put("SUBJ_YOUR", FilterReason.ADVICE_WORDING);
        ADVICE.put("URG_BIZ", FilterReason.ADVICE_WORDING);
        ADVICE.put("REPLYTO_", FilterReason.ADVICE_REPLY_TO);
        ADVICE.put("HTML_SHORT_LINK_IMG", FilterReason.ADVICE_REMOTE);
        ADVICE.put("R_SUSPICIOUS_IMAGES", FilterReason.ADVICE_REMOTE);
        ADVICE.put("SHORT_SHORTNER", FilterReason.ADVICE_LINK);
        ADVICE.put("SHORTENER", FilterReason.ADVICE_LINK);
        ADVICE.put("SHORT_URL", FilterReason.ADVICE_LINK);
        ADVICE.put("SUBJ_ALL_CAPS", FilterReason.ADVICE_CAPS);
        ADVICE.put("FREEMAIL_FORGED_REPLYTO", FilterReason.ADVICE_REPLY_TO);
        ADVICE.put("FREEMAIL_REPLYTO", FilterReason.ADVICE_REPLY_TO);
        ADVICE.put("FORGED_GMAIL_RCVD", FilterReason.ADVICE_FREEMAIL);
        ADVICE.put("FORGED_YAHOO", FilterReason.ADVICE_FREEMAIL);
        ADVICE.put("FORGED_HOTMAIL", FilterReason.ADVICE_FREEMAIL);
        ADVICE.put("SPOOFED_FREEMAIL", FilterReason.ADVICE_FREEMAIL);
        ADVICE.put("SPOOF_GMAIL_MID", FilterReason.ADVICE_FREEMAIL);
        ADVICE.put("FREEMAIL_FORGED_FROMDOMAIN", FilterReason.ADVICE_FREEMAIL);
        ADVICE.put("HEADER_FROM_DIFFERENT_DOMAINS", FilterReason.ADVICE_ENVELOPE);
        ADVICE.put("HTML_FONT_LOW_CONTRAST", FilterReason.ADVICE_CONTRAST);
        ADVICE.put("EMPTY_SUBJECT", FilterReason.ADVICE_SUBJECT);
        ADVICE.put("MISSING_SUBJECT", FilterReason.ADVICE_SUBJECT);
        ADVICE.put("FROM_NEQ_DISPLAY_NAME", FilterReason.ADVICE_DISPLAY);
        ADVICE.put("MIME_BAD_EXTENSION", FilterReason.ADVICE_FILE);
        ADVICE.put("MIME_BAD_ATTACHMENT", FilterReason.ADVICE_FILE);
    }

    private RuleAdvice() {}

    static boolean isNoise(String rule) {
        return NOISE.contains(rule) || rule.matches(MADE_UP);
    }

    /**
     * Empty where nobody has found one yet.
     *
     * @param derived whether the text part is made from the HTML: where they differ, the HTML has hardly any words
     */
    static Optional<FilterReason> of(String rule, boolean derived) {
        return of(rule).map(
                        advice -> advice == FilterReason.ADVICE_SAME && derived ? FilterReason.ADVICE_WORDS : advice);
    }

    private static Optional<FilterReason> of(String rule) {
        return ADVICE.entrySet().stream()
                .filter(entry -> rule.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
