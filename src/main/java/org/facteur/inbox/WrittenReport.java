package org.facteur.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;

/** What servers write for people: failures and delays in no standard form, and whom they are about. */
final class WrittenReport {

    private static final Pattern FORWARD = Pattern.compile("^(?:fwd?|tr|wg|i|rv|enc|doorst|vb)(?:\\[\\d+])? ?: ?.*");
    private static final Pattern GOES_ON = Pattern.compile(
            "(?:attempts? .{0,40}|server |we |system |it |mdaemon )will (?:continue|keep (?:on )?trying)|will be retried|no action is required|warning (?:message )?only");

    private final Diagnosis diagnosis;
    private final Mail mail;
    private final Contents contents;
    private final Headers top;
    private final Author author;

    WrittenReport(Diagnosis diagnosis, Mail mail, Contents contents) {
        this.diagnosis = diagnosis;
        this.mail = mail;
        this.contents = contents;
        this.top = mail.headers();
        this.author = contents.author();
    }

    /** What it is; empty where no server wrote it. */
    Optional<ReturnKind> kind() {
        // Who has no name at all is no person.
        boolean server =
                author.isServer() || (author.hasNullPath() && mail.from().isEmpty());
        boolean titled = Vocabulary.BOUNCE_SUBJECTS.areIn(contents.title());
        boolean late = Vocabulary.DELAY.areIn(contents.title());
        boolean nobody = author.hasNullPath() || mail.from().isEmpty();
        boolean answered = author.isReply()
                || FORWARD.matcher(contents.subject()).matches()
                || (!nobody && top.has("in-reply-to"));
        boolean named = top.has("x-failed-recipients");
        boolean rejected = mail.part("message/disposition-notification").isPresent();
        boolean perhaps = named || rejected || server || nobody || titled;
        if (!perhaps && (answered || author.isOfAList() || !mail.namesOther(contents.ours()))) {
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
                        && !contents.text().recipients().isEmpty());
        if (!bounced || (!server && !named && author.isAutoReply())) {
            return Optional.empty();
        }
        return Optional.of(said());
    }

    private boolean saysCertainly() {
        return Vocabulary.CERTAIN_BOUNCE.areIn(contents.words());
    }

    private boolean saysFailed() {
        return Vocabulary.BOUNCE_WORDS.areIn(contents.words()) || Diagnosis.coded(contents.head());
    }

    private ReturnKind said() {
        boolean goesOn = GOES_ON.matcher(contents.head()).find();
        boolean late = goesOn || Vocabulary.DELAY.areIn(contents.title()) || Vocabulary.DELAY.areIn(contents.words());
        if (late && (goesOn || !saysFinal())) {
            return ReturnKind.DELAY;
        }
        boolean arrived = Vocabulary.DELIVERED.areIn(contents.title())
                || (Vocabulary.DELIVERED.areIn(contents.words()) && !Vocabulary.BOUNCE_WORDS.areIn(contents.words()));
        return arrived ? ReturnKind.DELIVERED : ReturnKind.BOUNCE;
    }

    private boolean returnsCopy() {
        return !contents.text().recipients().isEmpty()
                && mail.part("message/rfc822").isPresent();
    }

    private boolean saysFinal() {
        return contents.head().contains("permanent")
                || contents.head().contains("giving up")
                || contents.head().contains("given up")
                || contents.head().contains("final delivery")
                || contents.head().contains("returning")
                || contents.subject().contains("failure")
                || contents.subject().contains("fail");
    }

    /** Whom it is about, by the words of the message, or else by the letter that came back. */
    List<ReturnedRecipient> recipients(ReturnKind kind) {
        Map<String, String> recipients = new LinkedHashMap<>();
        for (String value : top.all("x-failed-recipients")) {
            for (String address : Texts.addresses(value)) {
                recipients.put(address, contents.text().recipients().getOrDefault(address, ""));
            }
        }
        if (recipients.isEmpty()) {
            recipients.putAll(contents.text().recipients());
        }
        if (recipients.isEmpty()) {
            List<String> addressed = Texts.addresses(contents.copy().first("x-failed-recipients") + " "
                    + contents.copy().first("to"));
            addressed.stream().limit(1).forEach(address -> recipients.put(address, ""));
        }
        List<String> anything = FreeForm.coded(contents.text().head());
        List<ReturnedRecipient> named = new ArrayList<>();
        recipients.forEach((address, said) -> {
            List<String> all = new ArrayList<>(FreeForm.coded(said));
            if (recipients.size() == 1) {
                all.addAll(anything);
            }
            all.add(said);
            all.addAll(contents.text().paragraphs());
            @Nullable String status = Diagnosis.failureStatus(said);
            status = status == null && recipients.size() == 1
                    ? Diagnosis.failureStatus(contents.text().head())
                    : status;
            Category category = diagnosis.of(all, status);
            String diagnostic = said.isBlank() ? anything.stream().findFirst().orElse("") : said;
            named.add(new ReturnedRecipient(
                    address,
                    kind == ReturnKind.BOUNCE,
                    kind == ReturnKind.DELIVERED ? null : category,
                    status,
                    diagnostic.isBlank() ? null : Texts.cut(Texts.oneLine(diagnostic), 1_000)));
        });
        return named;
    }
}
