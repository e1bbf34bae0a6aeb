package org.facteur.inbox;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.facteur.verdict.Category;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.Trigrams;
import org.jspecify.annotations.Nullable;

/**
 * Says what a message is. Reports in a standard form go first, since they say what they are; then what servers write for people; then what
 * programs and people write. Pure, total, safe for many threads.
 */
public final class ReturnReader {

    private static final Pattern FORWARD = Pattern.compile("^(?:fwd?|tr|wg|i|rv|enc|doorst|vb)(?:\\[\\d+])? ?: ?.*");
    private static final Pattern GOES_ON = Pattern.compile(
            "(?:attempts? .{0,40}|server |we |system |it |mdaemon )will (?:continue|keep (?:on )?trying)|will be retried|no action is required|warning (?:message )?only");

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

    /** What takes time is worked out once it is asked for: of most messages the header says enough. */
    private static final class Reading {

        private final Diagnosis diagnosis;
        private final Mail mail;
        private final Headers top;
        private final Headers returned;
        private final String subject;
        private final Trigrams title;
        private final Author author;
        private @Nullable FreeForm text;
        private @Nullable Headers copy;
        private @Nullable Trigrams words;
        private @Nullable OwnWords own;

        Reading(Diagnosis diagnosis, Mail mail) {
            this.diagnosis = diagnosis;
            this.mail = mail;
            this.top = mail.headers();
            this.returned = mail.returnedCopy();
            this.subject = Texts.folded(Texts.cut(top.first("subject"), 500));
            this.title = new Trigrams(subject);
            this.author = new Author(mail, subject);
        }

        private FreeForm text() {
            FreeForm read = text;
            if (read == null) {
                read = new FreeForm(mail.text(), ours());
                if (read.head().isBlank() && read.recipients().isEmpty()) {
                    read = new FreeForm(mail.html(), ours());
                }
                text = read;
            }
            return read;
        }

        /** What a report says for people. */
        private FreeForm prose() {
            return new FreeForm(mail.prose(), ours());
        }

        /** Those who are nobody's recipient: where this message goes, and who the letter was from. */
        private Set<String> ours() {
            Set<String> ours = new HashSet<>();
            for (String name : List.of("to", "cc", "delivered-to", "x-original-to", "envelope-to")) {
                ours.addAll(Texts.addresses(top.first(name)));
            }
            for (String name : List.of("from", "sender", "return-path", "reply-to", "errors-to")) {
                ours.addAll(Texts.addresses(returned.first(name)));
            }
            ours.addAll(mail.writers());
            return ours;
        }

        /** Header fields of the letter that came back, wherever they stand. */
        private Headers copy() {
            Headers known = copy;
            if (known == null) {
                known = new Headers();
                known.fillFrom(returned);
                known.fillFrom(text().copy());
                copy = known;
            }
            return known;
        }

        /** What it says itself. */
        private Trigrams words() {
            Trigrams said = words;
            if (said == null) {
                said = new Trigrams(
                        Texts.folded(Texts.cut(Texts.withoutQuotes(Texts.cut(text().head(), 20_000)), 8_000)));
                words = said;
            }
            return said;
        }

        private String head() {
            return words().text();
        }

        Return result(Concern concern) {
            return complaint()
                    .or(this::disposition)
                    .or(this::report)
                    .or(this::written)
                    .orElseGet(() -> concerns(concern) ? person() : unread());
        }

        /** What a report says may stand behind anything. */
        private boolean isReport() {
            return author.isServer()
                    || author.hasNullPath()
                    || top.first("content-type").toLowerCase(Locale.ROOT).startsWith("multipart/report");
        }

        private boolean concerns(Concern concern) {
            return concern.is(traces(new Headers()), top.first("subject"));
        }

        /** @param said fields of a report */
        private Return.Traces traces(Headers said) {
            return Return.Traces.of(mail, mail.quotesHeaders() ? copy() : returned, said);
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
                about.addAll(Texts.addresses(copy().first("to")));
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
                    copy().first("x-hmxmroriginalrecipient") + " " + top.first("x-hmxmroriginalrecipient"));
            return Optional.of(found(
                    ReturnKind.COMPLAINT,
                    named(about.isEmpty() ? Texts.addresses(copy().first("to")) : about),
                    new Headers(),
                    true));
        }

        private Optional<Return> disposition() {
            return mail.parts().stream()
                    .filter(part -> part.is("message/disposition-notification") && part.embedded() == 0)
                    // RFC 5429, 2.1.2: a rejection in the form of a disposition.
                    .filter(part -> !head().contains("automatically rejected") && !subject.contains("rejected"))
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
                    .read(mail, this::prose, this::copy)
                    .map(said -> {
                        List<ReturnedRecipient> recipients = said.recipients();
                        if (isQuestion(recipients)) {
                            return found(ReturnKind.CHALLENGE, recipients, said.message(), false);
                        }
                        return found(
                                said.kind(),
                                recipients.isEmpty() ? writtenRecipients(said.kind()) : recipients,
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

        // What servers write for people.

        private Optional<Return> written() {
            // Who has no name at all is no person.
            boolean server =
                    author.isServer() || (author.hasNullPath() && mail.from().isEmpty());
            boolean titled = Vocabulary.BOUNCE_SUBJECTS.areIn(title);
            boolean late = Vocabulary.DELAY.areIn(title);
            boolean nobody = author.hasNullPath() || mail.from().isEmpty();
            boolean answered =
                    author.isReply() || FORWARD.matcher(subject).matches() || (!nobody && top.has("in-reply-to"));
            boolean named = top.has("x-failed-recipients");
            boolean rejected = mail.part("message/disposition-notification").isPresent();
            boolean perhaps = named || rejected || server || nobody || titled;
            if (!perhaps && (answered || author.isOfAList() || !mail.namesOther(ours()))) {
                // Whatever it says: the header speaks against it, or it is about nobody.
                return Optional.empty();
            }
            boolean bounced = named
                    || rejected
                    || (server && (titled || late || saysCertainly() || saysFailed() || returnsCopy()))
                    || (nobody && (titled || saysCertainly()) && (late || saysCertainly() || saysFailed()))
                    || (!answered && titled && (saysCertainly() || saysFailed()))
                    || (!answered
                            && saysCertainly()
                            && saysFailed()
                            && !text().recipients().isEmpty());
            if (!bounced || (!server && !named && author.isAutoReply())) {
                return Optional.empty();
            }
            ReturnKind kind = writtenKind();
            return Optional.of(found(kind, writtenRecipients(kind), new Headers(), false));
        }

        private boolean saysCertainly() {
            return Vocabulary.CERTAIN_BOUNCE.areIn(words());
        }

        private boolean saysFailed() {
            return Vocabulary.BOUNCE_WORDS.areIn(words()) || Diagnosis.coded(head());
        }

        private ReturnKind writtenKind() {
            boolean goesOn = GOES_ON.matcher(head()).find();
            boolean late = goesOn || Vocabulary.DELAY.areIn(title) || Vocabulary.DELAY.areIn(words());
            if (late && (goesOn || !saysFinal())) {
                return ReturnKind.DELAY;
            }
            boolean arrived = Vocabulary.DELIVERED.areIn(title)
                    || (Vocabulary.DELIVERED.areIn(words()) && !Vocabulary.BOUNCE_WORDS.areIn(words()));
            return arrived ? ReturnKind.DELIVERED : ReturnKind.BOUNCE;
        }

        private boolean returnsCopy() {
            return !text().recipients().isEmpty() && mail.part("message/rfc822").isPresent();
        }

        private boolean saysFinal() {
            return head().contains("permanent")
                    || head().contains("giving up")
                    || head().contains("given up")
                    || head().contains("final delivery")
                    || head().contains("returning")
                    || subject.contains("failure")
                    || subject.contains("fail");
        }

        private List<ReturnedRecipient> writtenRecipients(ReturnKind kind) {
            Map<String, String> recipients = new LinkedHashMap<>();
            for (String value : top.all("x-failed-recipients")) {
                for (String address : Texts.addresses(value)) {
                    recipients.put(address, text().recipients().getOrDefault(address, ""));
                }
            }
            if (recipients.isEmpty()) {
                recipients.putAll(text().recipients());
            }
            if (recipients.isEmpty()) {
                List<String> addressed =
                        Texts.addresses(copy().first("x-failed-recipients") + " " + copy().first("to"));
                addressed.stream().limit(1).forEach(address -> recipients.put(address, ""));
            }
            List<String> anything = FreeForm.coded(text().head());
            List<ReturnedRecipient> named = new ArrayList<>();
            recipients.forEach((address, said) -> {
                List<String> all = new ArrayList<>(FreeForm.coded(said));
                if (recipients.size() == 1) {
                    all.addAll(anything);
                }
                all.add(said);
                all.addAll(text().paragraphs());
                @Nullable String status = Diagnosis.failureStatus(said);
                status = status == null && recipients.size() == 1 ? Diagnosis.failureStatus(text().head()) : status;
                Category category = diagnosis.of(all, status);
                String diagnostic =
                        said.isBlank() ? anything.stream().findFirst().orElse("") : said;
                named.add(new ReturnedRecipient(
                        address,
                        kind == ReturnKind.BOUNCE,
                        kind == ReturnKind.DELIVERED ? null : category,
                        status,
                        diagnostic.isBlank() ? null : Texts.cut(Texts.oneLine(diagnostic), 1_000)));
            });
            return named;
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
            } else if (isStop(own())) {
                kind = ReturnKind.UNSUBSCRIBE;
            } else {
                kind = ReturnKind.ANSWER;
            }
            return found(kind, mail.from().isEmpty() ? List.of() : named(List.of(mail.from())), new Headers(), false);
        }

        private OwnWords own() {
            OwnWords read = own == null ? OwnWords.of(mail) : own;
            own = read;
            return read;
        }

        private boolean isStop(OwnWords own) {
            // The subject of an answer is what he was written, and not what he says.
            return own.isEmpty()
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
            OwnWords own = person ? own() : OwnWords.NONE;
            @Nullable Instant date = date();
            return new Return(
                    kind,
                    recipients,
                    traces(said),
                    abuse,
                    Texts.cut(Texts.oneLine(top.first("subject")), 300),
                    date,
                    kind == ReturnKind.AUTO_REPLY && date != null
                            ? Absence.until(top.first("subject") + "\n" + own.text(), date)
                                    .orElse(null)
                            : null,
                    own.first());
        }

        private @Nullable Instant date() {
            String text = top.first("date").replaceFirst("\\s*\\(.*", "").strip();
            try {
                return OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } catch (DateTimeParseException unreadable) {
                return null;
            }
        }
    }
}
