package org.facteur.inbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message that came back, as far as anybody needs it.
 *
 * @param recipients whom it is about; empty where it does not say
 * @param traces what may tell which letter it is about
 * @param abuse a {@link ReturnKind#COMPLAINT} that a person made: not a report of failed authentication, nor "this is not spam"
 * @param subject without line breaks
 * @param date as the message says; null where it says none
 * @param awayUntil the last day of an absence; null where nothing says so
 * @param firstLine of the writer's own words; empty where there are none
 */
public record Return(
        ReturnKind kind,
        List<ReturnedRecipient> recipients,
        Traces traces,
        boolean abuse,
        String subject,
        @Nullable Instant date,
        @Nullable LocalDate awayUntil,
        String firstLine) {

    /** As mail programs begin the subject of an answer, in the languages that are read here. */
    private static final Pattern REPLY = Pattern.compile("(?iu)(?:(?:re|r[eé]p|aw|sv|vs|antw|odp|ynt) ?: ?)+");

    public Return {
        recipients = List.copyOf(recipients);
    }

    /** Whether it is entitled as the answer to another message. */
    boolean isReply() {
        return isReply(subject);
    }

    static boolean isReply(String subject) {
        return REPLY.matcher(subject).lookingAt();
    }

    Return as(ReturnKind other) {
        return new Return(other, recipients, traces, abuse, subject, date, awayUntil, firstLine);
    }

    /**
     * What may tell which letter a message is about. All of it can be forged but the secrets within.
     *
     * @param messageId its own, with angle brackets; empty where it has none
     * @param from who wrote, in lower case; empty where nobody did
     * @param to where it was sent to: To, Cc, Delivered-To, X-Original-To and the like
     * @param envelopeId RFC 3464's Original-Envelope-Id; empty where there is none
     * @param returned Message-IDs of the returned copy, with their angle brackets
     * @param references In-Reply-To and References
     * @param queueIds by which a server that had the letter calls it
     */
    public record Traces(
            String messageId,
            String from,
            List<String> to,
            String envelopeId,
            List<String> returned,
            List<String> references,
            List<String> queueIds) {

        private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s@]{1,400}@[^<>\\s]{1,300}>");

        /** RFC 5321, 4.4. */
        private static final Pattern RECEIVED_ID = Pattern.compile("\\bid <?([A-Za-z0-9.-]{6,80})");

        public Traces {
            to = List.copyOf(to);
            returned = List.copyOf(returned);
            references = List.copyOf(references);
            queueIds = List.copyOf(queueIds);
        }

        /**
         * @param copy headers of the returned copy
         * @param said fields of a report
         */
        static Traces of(Mail mail, Headers copy, Headers said) {
            Headers top = mail.headers();
            List<String> to = new ArrayList<>();
            for (String name : List.of(
                    "to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")) {
                top.all(name).forEach(value -> to.addAll(Texts.addresses(value)));
            }
            List<String> returned = ids(copy.first("message-id") + " " + said.first("original-message-id") + " "
                    + said.first("x-original-message-id"));
            List<String> references = ids(top.first("in-reply-to") + " " + top.first("references"));
            List<String> queueIds = new ArrayList<>(said.all("x-postfix-queue-id"));
            copy.all("received").forEach(line -> queued(line).ifPresent(queueIds::add));
            return new Traces(
                    ids(top.first("message-id")).stream().findFirst().orElse(""),
                    mail.from(),
                    to.stream().distinct().toList(),
                    said.first("original-envelope-id"),
                    returned,
                    references,
                    queueIds);
        }

        /** How the server that wrote the line calls the letter. */
        private static Optional<String> queued(String received) {
            Matcher id = RECEIVED_ID.matcher(Texts.cut(received, 2_000));
            return id.find() ? Optional.of(id.group(1)) : Optional.empty();
        }

        private static List<String> ids(String text) {
            List<String> ids = new ArrayList<>();
            Matcher id = MESSAGE_ID.matcher(Texts.cut(text, 20_000));
            while (id.find() && ids.size() < 100) {
                ids.add(id.group());
            }
            return ids.stream().distinct().toList();
        }
    }
}
