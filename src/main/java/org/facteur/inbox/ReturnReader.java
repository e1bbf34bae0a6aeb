package org.facteur.inbox;

import jakarta.mail.internet.MailDateFormat;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.facteur.verdict.ReplyClassifier;
import org.jspecify.annotations.Nullable;

/**
 * Says what a message is. Reports in a standard form go first, since they say what they are; then what servers write for people; then what
 * programs and people write. Pure, total, safe for many threads.
 */
public final class ReturnReader {

    private final ReplyClassifier classifier;

    public ReturnReader(ReplyClassifier classifier) {
        this.classifier = classifier;
    }

    /** Says of what a person or a program wrote whether it concerns anybody, before it is read. */
    interface Concern {

        /** @param subject as it stands in the message */
        boolean is(Return.Traces traces, String subject);
    }

    /** @param message as it was received, from its first header field on; only the first megabyte is looked at */
    public Return read(byte[] message) {
        return read(message, (traces, subject) -> true);
    }

    /** In a mailbox most of what people write has nothing to do with any mailing: it is {@link ReturnKind#OTHER}, and stays unread. */
    Return read(byte[] message, Concern concern) {
        return new Reading(new Diagnosis(classifier), MailParser.parse(message).unwrapped()).result(concern);
    }

    /** Whether a message of which this is the beginning may be more than {@link ReturnKind#OTHER}. */
    boolean wantsMore(byte[] beginning, Concern concern) {
        Mail mail = MailParser.parse(beginning);
        Reading reading = new Reading(new Diagnosis(classifier), mail);
        return reading.isReport() || reading.result(concern).kind() != ReturnKind.OTHER;
    }

    private static final class Reading {

        private final Diagnosis diagnosis;
        private final Mail mail;
        private final Headers top;
        private final Contents contents;
        private final String subject;
        private final Author author;

        Reading(Diagnosis diagnosis, Mail mail) {
            this.diagnosis = diagnosis;
            this.mail = mail;
            this.top = mail.headers();
            this.contents = new Contents(mail);
            this.subject = contents.subject();
            this.author = contents.author();
        }

        Return result(Concern concern) {
            return complaint()
                    .or(this::disposition)
                    .or(this::report)
                    .or(this::notice)
                    .orElseGet(() -> concerns(concern) ? person() : unread());
        }

        /** What a report says may stand behind anything. */
        private boolean isReport() {
            return author.isServer()
                    || author.hasNullPath()
                    || top.first("content-type").toLowerCase(Locale.ROOT).startsWith("multipart/report");
        }

        private boolean concerns(Concern concern) {
            return concern.is(contents.traces(new Headers()), top.first("subject"));
        }

        private Return unread() {
            return found(ReturnKind.OTHER, List.of(), new Headers(), false);
        }

        // Reports in a standard form.

        private Optional<Return> complaint() {
            Optional<Mail.Part> feedback = mail.parts().stream()
                    .filter(part -> part.is("message/feedback-report") && part.embedded() == 0)
                    .findFirst();
            if (feedback.isEmpty()) {
                return hotmailComplaint();
            }
            ReportFields fields = ReportFields.of(feedback.get().text());
            Headers said = new Headers();
            said.fillFrom(fields.message());
            fields.recipients().forEach(said::fillFrom);
            List<String> about = new ArrayList<>();
            for (String name :
                    List.of("original-rcpt-to", "removal-recipient", "original-recipient", "final-recipient")) {
                said.all(name).forEach(value -> about.addAll(Texts.addresses(value)));
            }
            if (about.isEmpty()) {
                about.addAll(Texts.addresses(contents.copy().first("to")));
            }
            String type = said.first("feedback-type").toLowerCase(Locale.ROOT);
            boolean abuse = !type.startsWith("auth") && !type.startsWith("not-spam") && !type.startsWith("dkim");
            return Optional.of(found(ReturnKind.COMPLAINT, named(about), said, abuse));
        }

        private Optional<Return> hotmailComplaint() {
            boolean complains =
                    subject.startsWith("complaint about message from") || top.has("x-hmxmroriginalrecipient");
            if (!complains) {
                return Optional.empty();
            }
            List<String> about = Texts.addresses(
                    contents.copy().first("x-hmxmroriginalrecipient") + " " + top.first("x-hmxmroriginalrecipient"));
            return Optional.of(found(
                    ReturnKind.COMPLAINT,
                    named(about.isEmpty() ? Texts.addresses(contents.copy().first("to")) : about),
                    new Headers(),
                    true));
        }

        private Optional<Return> disposition() {
            return mail.parts().stream()
                    .filter(part -> part.is("message/disposition-notification") && part.embedded() == 0)
                    // RFC 5429, 2.1.2: a rejection in the form of a disposition.
                    .filter(part ->
                            !contents.head().contains("automatically rejected") && !subject.contains("rejected"))
                    .findFirst()
                    .map(part -> {
                        ReportFields fields = ReportFields.of(part.text());
                        Headers said = new Headers();
                        said.fillFrom(fields.message());
                        fields.recipients().forEach(said::fillFrom);
                        String whom =
                                Texts.address(said.first("original-recipient") + " " + said.first("final-recipient"));
                        return found(ReturnKind.MDN, named(List.of(whom.isEmpty() ? mail.from() : whom)), said, false);
                    });
        }

        private Optional<Return> report() {
            return new DeliveryReports(diagnosis)
                    .read(mail, contents::prose, contents::copy)
                    .map(said -> {
                        List<ReturnedRecipient> recipients = said.recipients();
                        if (isQuestion(recipients)) {
                            return found(ReturnKind.CHALLENGE, recipients, said.message(), false);
                        }
                        return found(
                                said.kind(),
                                recipients.isEmpty() ? written().recipients(said.kind()) : recipients,
                                said.message(),
                                false);
                    });
        }

        /** Boxbe and others put theirs into the form of a failure. */
        private boolean isQuestion(List<ReturnedRecipient> recipients) {
            return !author.hasNullPath()
                    && recipients.stream().noneMatch(ReturnedRecipient::permanent)
                    && author.isChallenge();
        }

        private Optional<Return> notice() {
            WrittenReport written = written();
            return written.kind().map(kind -> found(kind, written.recipients(kind), new Headers(), false));
        }

        private WrittenReport written() {
            return new WrittenReport(diagnosis, mail, contents);
        }

        // What programs and people write.

        private Return person() {
            ReturnKind kind;
            if (author.isChallenge()) {
                kind = ReturnKind.CHALLENGE;
            } else if (author.isAutoReply()) {
                kind = ReturnKind.AUTO_REPLY;
            } else if (author.isMachine()) {
                kind = ReturnKind.OTHER;
            } else if (isStop(contents.own())) {
                kind = ReturnKind.UNSUBSCRIBE;
            } else {
                kind = ReturnKind.ANSWER;
            }
            return found(kind, mail.from().isEmpty() ? List.of() : named(List.of(mail.from())), new Headers(), false);
        }

        private boolean isStop(OwnWords own) {
            // The subject of an answer is what he was written, and not what he says.
            return own.areOnlyPolite()
                    ? !Return.isReply(subject) && OwnWords.isStop(subject.replaceFirst(" [a-km-np-z2-9]{26}$", ""))
                    : own.areOnlyStop();
        }

        private List<ReturnedRecipient> named(List<String> addresses) {
            return addresses.stream()
                    .filter(address -> !address.isEmpty())
                    .distinct()
                    .map(ReturnedRecipient::named)
                    .toList();
        }

        private Return found(ReturnKind kind, List<ReturnedRecipient> recipients, Headers said, boolean abuse) {
            boolean person =
                    kind == ReturnKind.ANSWER || kind == ReturnKind.AUTO_REPLY || kind == ReturnKind.UNSUBSCRIBE;
            OwnWords own = person ? contents.own() : OwnWords.NONE;
            @Nullable Instant date = date();
            return new Return(
                    kind,
                    recipients,
                    contents.traces(said),
                    abuse,
                    Texts.cut(Texts.oneLine(top.first("subject")), 300),
                    date,
                    kind == ReturnKind.AUTO_REPLY && date != null
                            ? Absence.until(top.first("subject") + "\n" + own.text(), date)
                                    .orElse(null)
                            : null,
                    own.first());
        }

        /** As people and servers write it: with one-digit days behind two spaces, old names of zones, and the wrong day of the week. */
        private @Nullable Instant date() {
            try {
                return new MailDateFormat().parse(top.first("date")).toInstant();
            } catch (ParseException unreadable) {
                return null;
            }
        }
    }
}
