package org.facteur.check.mailing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.facteur.campaign.Campaign;
import org.facteur.check.CheckReport;
import org.facteur.check.Family;
import org.facteur.check.Family.Answer;
import org.facteur.check.Family.Letters;
import org.facteur.check.Finding;
import org.facteur.check.canary.Canaries;
import org.facteur.check.canary.CanaryPost;
import org.facteur.check.canary.ReceiverReport;
import org.facteur.check.list.Growth;
import org.facteur.check.list.ListLook;
import org.facteur.check.list.ReceiversLook;
import org.facteur.contact.ContactFileException;
import org.facteur.home.Earlier;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Would the mailing break, look like spam, or fail SPF, DKIM or DMARC? Sends nothing, and leaves nothing behind. */
public final class MailingCheck {

    private static final Logger LOG = LoggerFactory.getLogger(MailingCheck.class);

    /** What a family may take at the longest, whatever it asks. */
    private static final long SECONDS = 25;

    /**
     * How it is asked.
     *
     * @param offline nobody outside of this machine is asked
     * @param accepted ids of findings that are accepted this once
     * @param canaries who sends letters to mailboxes of one's own; null: nobody
     */
    public record Asked(
            boolean offline, Set<String> accepted, @Nullable CanaryPost canaries) {

        /** Without letters to mailboxes of one's own. */
        public Asked(boolean offline, Set<String> accepted) {
            this(offline, accepted, null);
        }
    }

    private final Campaign campaign;
    private final Earlier earlier;
    private final boolean withinRun;
    private final Timing timing;

    private MailingCheck(Campaign campaign, Earlier earlier, boolean withinRun, Timing timing) {
        this.campaign = campaign;
        this.earlier = earlier;
        this.withinRun = withinRun;
        this.timing = timing;
    }

    /**
     * @param earlier who is left out, and how many were written to before
     * @throws ContactFileException when the contacts cannot be read
     * @throws MissingFileException when a template or a picture is not there
     */
    public static CheckReport of(Campaign campaign, Earlier earlier, Asked asked, Timing timing) throws IOException {
        return new MailingCheck(campaign, earlier, true, timing).report(asked);
    }

    /** The same without a run: what is known from before is looked up. */
    public static CheckReport of(Campaign campaign, Asked asked, Timing timing) throws IOException {
        Earlier earlier = Earlier.of(campaign.home(), campaign.database(), campaign.name());
        return new MailingCheck(campaign, earlier, false, timing).report(asked);
    }

    private CheckReport report(Asked asked) throws IOException {
        List<Answer> answers = new ArrayList<>();
        LetterWalk.Walked walked;
        try {
            walked = LetterWalk.over(campaign, earlier.suppressions(), timing.instant());
        } catch (TemplateException wrongForEverybody) {
            answers.add(new Answer(List.of(LetterWalk.broken("", wrongForEverybody)), Map.of()));
            return CheckReport.of(campaign, List.of(), answers, asked.accepted(), timing.instant());
        }
        CanaryPost canaries = asked.canaries();
        List<Family> families =
                new ArrayList<>(Families.first(campaign, asked.offline(), walked.attachments(), timing));
        if (canaries == null) {
            families.addAll(Families.last(campaign, asked.offline(), List.of(), timing));
        }
        answers.add(new Answer(walked.findings(), Map.of()));
        // A run has asked its ledger: whom it enlisted before may have left the file since.
        if (!withinRun && walked.facts().letters() == 0) {
            answers.add(new Answer(ListLook.nobody(campaign.contacts(), walked.firstLeftOut()), Map.of()));
        }
        answers.add(new Answer(
                ReceiversLook.of(
                        campaign,
                        walked.facts(),
                        domain -> campaign.check().dns() != null || !Families.isReserved(domain)),
                Map.of()));
        answers.add(new Answer(Growth.of(walked.facts().letters(), earlier.letters(), campaign), Map.of()));
        Map<String, Object> list = new LinkedHashMap<>(walked.list());
        for (Answer answer : ask(families, walked.facts())) {
            answers.add(answer);
            // The DNS's part of the list.
            answer.sections().forEach(list::replace);
        }
        answers.add(new Answer(List.of(), Map.of("list", list)));
        List<String> ids = new ArrayList<>(List.of("template", "letter", "leak", "attachment", "list", "unsubscribe"));
        if (canaries != null) {
            List<ReceiverReport> receiverReports = List.of();
            // A letter that must not leave does not go to oneself either: a virus, say.
            if (CheckReport.of(campaign, List.of(), answers, asked.accepted(), timing.instant())
                    .refusing()
                    .isEmpty()) {
                Canaries seen = Canaries.of(campaign, canaries.flights());
                answers.add(seen.answer());
                receiverReports = seen.reports();
                ids.add("canary");
            }
            List<Family> last = Families.last(campaign, asked.offline(), receiverReports, timing);
            answers.addAll(ask(last, walked.facts()));
            families.addAll(last);
        }
        families.forEach(
                family -> family.ids().stream().filter(id -> !ids.contains(id)).forEach(ids::add));
        return CheckReport.of(campaign, ids, answers, asked.accepted(), timing.instant());
    }

    private List<Answer> ask(List<Family> families, Letters letters) {
        if (families.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "check");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Answer>> asked = new ArrayList<>();
            for (Family family : families) {
                Callable<Answer> question = () -> family.ask(campaign, letters);
                asked.add(threads.submit(question));
            }
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                answers.add(answer(families.get(i), asked.get(i)));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    /** What it found; where it did not come to that, that nothing is known of any of its ids. */
    static Answer answer(Family family, Future<Answer> asked) {
        try {
            return asked.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            return unknown(family, MailingReason.UNANSWERED, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown(family, MailingReason.UNANSWERED, "");
        } catch (ExecutionException e) {
            LOG.warn("a family of checks failed: {}", family.ids(), e.getCause());
            return unknown(family, MailingReason.FAILED, String.valueOf(e.getCause()));
        }
    }

    private static Answer unknown(Family family, MailingReason why, String evidence) {
        return new Answer(
                family.ids().stream()
                        .map(id -> Finding.unknown(id, "", why.of(id), null, evidence))
                        .toList(),
                Map.of());
    }
}
