package org.facteur.message;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.address.Mailbox;
import org.facteur.message.dkim.DkimSigner;
import org.jspecify.annotations.Nullable;

/**
 * What every letter of a campaign is made from. Texts marked "template" are Pebble.
 *
 * @param campaign its name, for X-Campaign and the Message-ID
 * @param contactLocale template of the locale of a contact's letter; null: all are in {@code locale}
 * @param toName template of the display name in To; null: none
 * @param subject template
 * @param html file with a template; null where there is none. The name may hold a template itself, for letters in several languages
 * @param markdown the same in Markdown, in the place of html
 * @param text file with a template, as html is; null: derived from the html
 * @param inline picture by Content-ID ({@code <img src="cid:carte">})
 * @param attachments templates of file names, relative to {@code base}
 * @param base directory that relative attachment names start from
 * @param dkim signs each letter whose From it can speak for, as it leaves; null: nobody does
 */
public record MessageSpec(
        String campaign,
        Mailbox from,
        @Nullable Mailbox replyTo,
        Locale locale,
        @Nullable String contactLocale,
        @Nullable String toName,
        String subject,
        @Nullable Path html,
        @Nullable Path markdown,
        @Nullable Path text,
        Map<String, Path> inline,
        List<String> attachments,
        Path base,
        @Nullable Unsubscribe unsubscribe,
        @Nullable DkimSigner dkim) {

    /**
     * List-Unsubscribe (RFC 2369), and List-Unsubscribe-Post (RFC 8058) where the url is https.
     *
     * @param mailto address; null: none
     * @param url template; null: none
     */
    public record Unsubscribe(
            @Nullable String mailto, @Nullable String url) {}
}
