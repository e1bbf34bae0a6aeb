package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.facteur.message.MessageSpec.Unsubscribe;
import org.facteur.message.template.Escaping;
import org.facteur.message.template.SingleLine;
import org.facteur.message.template.Template;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateVariables;
import org.jspecify.annotations.Nullable;

/** How a mail client lets its reader be left alone: List-Unsubscribe (RFC 2369) and List-Unsubscribe-Post (RFC 8058). */
final class UnsubscribeHeaders {

    static final String URL_NAME = "campaign.message.unsubscribe.url";

    /** RFC 3986 characters; the length keeps the header's line below the 998 of RFC 5322. */
    private static final Pattern URL = Pattern.compile("https?://[!-~&&[^<>\"\\\\^`{|}]]{1,900}");

    private static final Pattern SUBJECT = Pattern.compile("[?&]subject=[^&]*", Pattern.CASE_INSENSITIVE);

    private static final Pattern MAILTO = Pattern.compile("[!-~&&[^<>\",\\s]]+@[!-~&&[^<>\",\\s]]+");

    private final @Nullable String mailto;
    private final @Nullable Template url;

    UnsubscribeHeaders(@Nullable Unsubscribe unsubscribe, TemplateVariables variables) {
        this.mailto = unsubscribe == null || unsubscribe.mailto() == null ? null : mailto(unsubscribe.mailto());
        this.url = unsubscribe == null || unsubscribe.url() == null
                ? null
                : Template.inline(URL_NAME, unsubscribe.url(), Escaping.URL, variables);
    }

    /** Clients send the message without asking: the subject tells a person what it is. */
    private static String mailto(String address) {
        String bare = address.strip().replaceFirst("(?i)^mailto:", "");
        if (!MAILTO.matcher(bare).matches()) {
            throw new TemplateException(
                    "campaign.message.unsubscribe.mailto", MessageReason.MAILTO.of(SingleLine.of(address)));
        }
        return "mailto:" + bare + (bare.contains("?") ? "" : "?subject=unsubscribe");
    }

    boolean isOffered() {
        return mailto != null || url != null;
    }

    /** Behind the subject, where every client leaves it as it is. */
    private static String withToken(String mailto, String token) {
        Matcher subject = SUBJECT.matcher(mailto);
        return subject.find()
                ? mailto.substring(0, subject.end()) + "%20" + token + mailto.substring(subject.end())
                : mailto + "&subject=" + token;
    }

    /**
     * @return null where there is no url
     * @throws TemplateException when what comes out is no http or https url
     */
    @Nullable
    String url(Map<String, Object> values, Locale locale) {
        if (url == null) {
            return null;
        }
        String merged = url.merge(values, locale).strip();
        if (!URL.matcher(merged).matches()) {
            throw new TemplateException(URL_NAME, MessageReason.URL.of(SingleLine.of(merged)));
        }
        return merged;
    }

    List<String> links(@Nullable String merged, String token) {
        return Stream.of(mailto == null ? null : withToken(mailto, token), merged)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
    }

    /**
     * @param merged what {@link #url} gave
     * @param token {@link MessageKey#unsubscribeToken}
     */
    void addTo(MimeMessage message, @Nullable String merged, String token) throws MessagingException {
        String address = mailto == null ? null : withToken(mailto, token);
        if (merged != null && address != null) {
            message.setHeader("List-Unsubscribe", "<" + address + ">,\r\n <" + merged + ">");
        } else if (merged != null || address != null) {
            message.setHeader("List-Unsubscribe", "<" + (merged != null ? merged : address) + ">");
        }
        if (merged != null && merged.startsWith("https://")) {
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }
}
