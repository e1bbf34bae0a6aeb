package org.facteur.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.facteur.message.PlainText;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** A message, its tree of parts laid out in order. */
final class Mail {

    /** Of html: nobody writes tables in tables in tables without end. */
    private static final int DEEPEST = 100;

    /** Message-ID and Received, as programs write them, less the letter that some write in capitals. */
    private static final List<String> QUOTED_FIELDS =
            List.of("essage-I", "essage-i", "ESSAGE-I", "eceived:", "ECEIVED:");

    private final Headers headers;
    private final List<Part> parts;
    private @Nullable String text;

    Mail(Headers headers, List<Part> parts) {
        this.headers = headers;
        this.parts = List.copyOf(parts);
    }

    Headers headers() {
        return headers;
    }

    List<Part> parts() {
        return parts;
    }

    /**
     * One part.
     *
     * @param type such as {@code text/plain}, in lower case
     * @param headers the part's own; of a {@code message/rfc822}, those of the message within
     * @param text decoded; empty for what is neither text nor report
     * @param embedded in how many messages within this one it stands
     */
    record Part(String type, Headers headers, String text, int embedded) {

        boolean is(String wanted) {
            return type.equals(wanted);
        }

        /** Whether it is a delivery report (RFC 3464), whatever type it is given. */
        boolean isReport() {
            return is("message/delivery-status")
                    || is("message/global-delivery-status")
                    || (type.startsWith("text/") && text.startsWith("Reporting-MTA:"));
        }
    }

    /** The message within, where this one is nothing but a wrapping around a report. */
    Mail unwrapped() {
        boolean wrapping = !parts.isEmpty()
                && parts.stream()
                        .anyMatch(part -> part.embedded() == 1
                                && part.type().startsWith("message/")
                                && !part.is("message/rfc822"))
                && own().stream().noneMatch(part -> part.type().startsWith("message/") && !part.is("message/rfc822"))
                && text().isBlank();
        if (!wrapping) {
            return this;
        }
        List<Part> within = parts.stream()
                .filter(part -> part.embedded() > 0)
                .map(part -> new Part(part.type(), part.headers(), part.text(), part.embedded() - 1))
                .toList();
        return new Mail(part("message/rfc822").map(Part::headers).orElse(headers), within);
    }

    /** The mail's own, not those of messages within. */
    List<Part> own() {
        return parts.stream().filter(part -> part.embedded() == 0).toList();
    }

    Optional<Part> part(String type) {
        return parts.stream().filter(part -> part.is(type)).findFirst();
    }

    /** What its own text parts say, html as text; of alternatives only the first that says anything. */
    String text() {
        String read = text == null ? read() : text;
        text = read;
        return read;
    }

    private String read() {
        return read(part -> part.is("text/plain") || part.is("message/delivery-status") || part.is("text/enriched"));
    }

    /** The same without reports for programs, whose fields read like a letter's. */
    String prose() {
        return read(part -> (part.is("text/plain") && !part.isReport()) || part.is("text/enriched"));
    }

    private String read(Predicate<Part> wanted) {
        StringBuilder plain = new StringBuilder();
        for (Part part : own()) {
            if (wanted.test(part)) {
                plain.append(part.text()).append("\n\n");
            }
        }
        return plain.toString().isBlank() ? html() : plain.toString();
    }

    /** What its own html says, as text. */
    String html() {
        StringBuilder text = new StringBuilder();
        for (Part part : own()) {
            if (part.is("text/html")) {
                text.append(PlainText.of(parsed(part.text()))).append("\n\n");
            }
        }
        return text.toString();
    }

    /** The writer's html without what it quotes. */
    String htmlWithoutQuotes() {
        for (Part part : own()) {
            if (part.is("text/html")) {
                Document page = parsed(part.text());
                page.select("blockquote, .gmail_quote, .moz-cite-prefix, .yahoo_quoted")
                        .remove();
                page.select("#appendonsend, #divRplyFwdMsg, .OutlookMessageHeader")
                        .forEach(Mail::cutFrom);
                return PlainText.of(page);
            }
        }
        return "";
    }

    /** Outlook writes these before what it quotes. */
    private static void cutFrom(Element mark) {
        mark.nextElementSiblings().remove();
        mark.remove();
    }

    private static Document parsed(String html) {
        return Jsoup.parse(html, Parser.htmlParser().setMaxDepth(DEEPEST));
    }

    /** Headers of the returned copy, whole or in part; empty where there is none. */
    Headers returnedCopy() {
        for (Part part : parts) {
            if (part.embedded() == 0) {
                if (part.is("message/rfc822") && !part.headers().isEmpty()) {
                    return part.headers();
                }
                if (part.is("text/rfc822-headers")
                        || part.is("message/rfc822-headers")
                        || part.is("text/rfc822-header")) {
                    return Headers.leading(part.text());
                }
            }
        }
        return new Headers();
    }

    /** Whether its text names an address besides these. Quick, since it is asked before html is taken apart. */
    boolean namesOther(Set<String> addresses) {
        return own().stream().map(Part::text).anyMatch(said -> Texts.holdsOther(said, addresses));
    }

    /** Whether a letter's header may stand in its text, with what tells the letter. Quick, since most messages hold none. */
    boolean quotesHeaders() {
        return own().stream()
                .map(Part::text)
                .anyMatch(said -> QUOTED_FIELDS.stream().anyMatch(said::contains));
    }

    /** From, Sender, Reply-To or where bounces go: the addresses by which it calls itself. */
    List<String> writers() {
        List<String> writers = new ArrayList<>();
        for (String name : List.of("from", "sender", "reply-to", "return-path")) {
            headers.all(name).forEach(value -> writers.addAll(Texts.addresses(value)));
        }
        return writers;
    }

    String from() {
        return Texts.address(headers.first("from"));
    }
}
