package org.facteur.job.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.MailingDigest;
import org.facteur.dispatch.Stop;
import org.facteur.home.MessageKeyFile;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.Outage;
import org.facteur.job.run.PlainStep;
import org.facteur.job.send.AccountCarrier;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Claims;
import org.facteur.ledger.Enlisted;
import org.facteur.ledger.Grants;
import org.facteur.ledger.Lease;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.Workers;
import org.facteur.ledger.store.LedgerException;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.message.LetterComposer;
import org.facteur.message.MessageKey;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reasoned;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.RuleClassifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.integration.partition.StepExecutionRequest;
import org.springframework.batch.integration.partition.StepExecutionRequestHandler;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A process that carries out partitions: takes accounts that a head offers, and the letters that are granted on them, until it is stopped. */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** Seconds of a clock that nobody has set, and not those that an answer of the database takes. */
    private static final Duration MOST_OFF = Duration.ofSeconds(10);

    private static final Duration AWAY = Duration.ofSeconds(1);

    private static final Duration ENDING = Duration.ofMillis(100);

    private final Campaign campaign;
    private final LedgerServer server;
    private final JobRepository repository;
    private final Requests requests;
    private final Executor partitions;
    private final BeanFactory beans;
    private final CampaignRelays relays;
    private final Stop stop;
    private final Timing timing;
    private final Claims claims;
    private final Workers workers;
    private final Grants grants;
    private final LedgerBook book;
    private final Campaigns campaigns;
    private final ReplyClassifier replies;
    private final Map<Long, Held> held = new ConcurrentHashMap<>();
    private String name = "";

    /** An account that it has taken. */
    private static final class Held {
        private final Claims.Claim claim;
        private final Lease lease;
        private volatile Claims.Wish wish = Claims.Wish.GO_ON;

        private Held(Claims.Claim claim, Lease lease) {
            this.claim = claim;
            this.lease = lease;
        }
    }

    Worker(
            Campaign campaign,
            LedgerServer server,
            JdbcTemplate jdbc,
            JobRepository repository,
            Requests requests,
            Executor partitions,
            BeanFactory beans,
            CampaignRelays relays,
            Stop stop,
            Timing timing) {
        this.campaign = campaign;
        this.server = server;
        this.repository = repository;
        this.requests = requests;
        this.partitions = partitions;
        this.beans = beans;
        this.relays = relays;
        this.stop = stop;
        this.timing = timing;
        JdbcClient client = JdbcClient.create(jdbc);
        this.claims = new Claims(jdbc);
        this.workers = new Workers(client);
        this.grants = new Grants(client);
        this.book = new LedgerBook(client, campaign.name());
        this.campaigns = new Campaigns(client);
        this.replies = RuleClassifier.with(campaign.replies());
    }

    private Duration lease() {
        return campaign.cluster().lease();
    }

    /**
     * Until it is stopped.
     *
     * @param as what it is called
     * @throws MendableException when another worker of that name lives
     */
    void work(String as) throws InterruptedException {
        name = as;
        refuseOtherTimes(workers, timing);
        if (!workers.begin(name, campaign.name(), lease())) {
            throw new MendableException(JobReason.WORKER_NAME.of(name), ExitCodes.TRY_LATER);
        }
        LOG.info("{} worker {} is ready", campaign.name(), name);
        Thread beat = new Thread(this::beat, "lease");
        beat.setDaemon(true);
        beat.start();
        StepExecutionRequestHandler handler = new StepExecutionRequestHandler();
        handler.setJobRepository(repository);
        Step step = new PlainStep(Requests.STEP, repository, (contribution, context) -> {
            carry(contribution.getStepExecution());
            return RepeatStatus.FINISHED;
        });
        handler.setStepLocator(any -> step);
        requests.listen(partitions, beans, id -> request(id, handler));
        long accounts = campaign.relays().stream()
                .map(route -> route.relay().account())
                .distinct()
                .count();
        while (!stop.isRequested()) {
            if (held.size() < accounts) {
                requests.look();
            }
            synchronized (this) {
                timing.await(this, AWAY);
            }
        }
        requests.close();
        beat.join();
        workers.end(name);
        LOG.info("{} worker {} has ended", campaign.name(), name);
    }

    /** When a letter left, and when one is tried again, is written down by this clock, and limits are counted by it after a restart of the head. */
    static void refuseOtherTimes(Workers workers, Timing timing) {
        Duration off = Duration.between(workers.now(), timing.instant()).abs();
        if (off.compareTo(MOST_OFF) > 0) {
            throw new MendableException(JobReason.WORKER_CLOCK.of(off.toSeconds()), ExitCodes.CONFIG);
        }
    }

    /**
     * Signs of life. Where the database is away there are none; then leases are over, as the ledger notices by itself. Over a connection of their own:
     * a pool that has found the database away asks it again ever more seldom.
     */
    private void beat() {
        SingleConnectionDataSource own = new SingleConnectionDataSource(server.url(), true);
        own.setConnectionProperties(server.properties());
        JdbcTemplate jdbc = new JdbcTemplate(own);
        try {
            beat(own, new Claims(jdbc), new Workers(JdbcClient.create(jdbc)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            own.destroy();
        }
    }

    private void beat(SingleConnectionDataSource own, Claims ours, Workers known) throws InterruptedException {
        boolean first = true;
        while (!stop.isRequested() || !held.isEmpty()) {
            Duration next = lease().dividedBy(5);
            try {
                if (!first && known.live(name, campaign.name(), lease())) {
                    stop.request(JobReason.WORKER_STOPPED.of(), ExitCodes.DONE);
                }
                first = false;
                held.values().forEach(account -> renew(account, ours));
            } catch (RuntimeException e) {
                LOG.debug("no sign of life", e);
                own.resetConnection();
                next = next.compareTo(AWAY) < 0 ? next : AWAY;
            }
            synchronized (this) {
                timing.await(this, stop.isRequested() ? ENDING : next);
            }
        }
    }

    private void renew(Held account, Claims ours) {
        Lease.Moment asked = account.lease.now();
        Claims.Wish wish = ours.renew(account.claim.account(), account.claim.epoch(), lease());
        if (wish == Claims.Wish.GONE) {
            account.lease.end();
        } else {
            account.lease.renewed(asked);
        }
        account.wish = wish;
    }

    private void request(long step, StepExecutionRequestHandler handler) {
        if (stop.isRequested() || !isTheLetter()) {
            return;
        }
        Lease.Moment asked = new Lease.Moment(timing.nanos(), timing.instant());
        // Before Batch looks at it: a request that comes twice would end the step of the one who is at it.
        Claims.@Nullable Claim claim = claims.take(step, name, lease()).orElse(null);
        if (claim == null) {
            return;
        }
        if (campaign.relays().stream()
                .noneMatch(route -> route.relay().account().equals(claim.account()))) {
            stop.fail(JobReason.WORKER_RELAY.of(claim.account()), ExitCodes.CONFIG);
            claims.giveBack(claim.account(), claim.epoch());
            return;
        }
        Held account = new Held(claim, new Lease(claim.account(), lease(), timing, timing::nanos));
        account.lease.renewed(asked);
        held.put(step, account);
        try {
            LOG.info("{} carries {} epoch={}", name, claim.account(), claim.epoch());
            handler.handle(new StepExecutionRequest(Requests.STEP, step));
        } finally {
            held.remove(step);
            LOG.info("{} carries {} no longer, epoch={}", name, claim.account(), claim.epoch());
        }
    }

    /** A database that lost what it had acknowledged does not know of letters that have left: the head is told before it grants them again. */
    private RuntimeException told(RuntimeException failure) {
        if (failure instanceof LedgerException lost && lost.kind() == LedgerException.Kind.UNREADABLE) {
            try {
                workers.end(lost.exitCode(), lost.reason());
            } catch (RuntimeException e) {
                // This worker ends by it all the same, and does not take the account once more.
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private boolean isAway(RuntimeException failure) {
        return server.explain(failure) instanceof LedgerException ledger && ledger.kind() == LedgerException.Kind.AWAY;
    }

    /** Whether letters that are made here are those that were enlisted: if not, this worker is of no use. */
    private boolean isTheLetter() {
        String enlisted =
                campaigns.find(campaign.name()).map(CampaignRow::enlisted).orElse(null);
        if (MailingDigest.isOther(MailingDigest.letter(campaign), enlisted)) {
            stop.fail(JobReason.WORKER_LETTER.of(campaign.name()), ExitCodes.CONFIG);
            return false;
        }
        return true;
    }

    private void carry(StepExecution step) throws InterruptedException {
        Held account = held.get(step.getId());
        if (account == null) {
            throw new IllegalStateException("nobody has taken the account of " + step);
        }
        try {
            carry(account);
        } catch (RuntimeException e) {
            // The head gets the account back when its lease is over. Where no other try would go better, this worker is
            // of no use.
            Throwable why = Mendable.causeOf(server.explain(e));
            if (why instanceof Mendable mendable && mendable.exitCode() != ExitCodes.TRY_LATER) {
                stop.fail(Reasoned.of(why), mendable.exitCode());
            }
            throw e;
        }
    }

    private void carry(Held account) throws InterruptedException {
        Claims.Claim claim = account.claim;
        MessageKey key =
                MessageKeyFile.ofHex(workers.messageKey(campaign.name()).orElseThrow());
        LetterComposer composer = new LetterComposer(campaign.message(), book.columns(), key);
        MailLog log = new MailLog(campaign.name() + " epoch=" + claim.epoch());
        try (Ledger ledger = Ledger.carrier(server, claim, account.lease, new Outage(campaign, timing, stop));
                AccountCarrier carrier = new AccountCarrier(
                        campaign,
                        claim.account(),
                        claim.epoch(),
                        ledger,
                        grants,
                        book,
                        () -> composer,
                        replies,
                        relays,
                        timing,
                        log,
                        largestLetter())) {
            carry(account, carrier);
        }
        claims.giveBack(claim.account(), claim.epoch());
    }

    private long largestLetter() {
        Long bytes =
                campaigns.enlisted(campaign.name()).map(Enlisted::largestLetter).orElse(null);
        return bytes == null ? 0 : bytes;
    }

    private void carry(Held account, AccountCarrier carrier) throws InterruptedException {
        boolean ending = false;
        Instant heard = timing.instant();
        while (!ending || carrier.isBusy()) {
            RuntimeException failure = carrier.failure();
            if (failure != null) {
                throw told(failure);
            }
            if (account.wish == Claims.Wish.GONE) {
                throw LedgerException.unwritable(JobReason.WORKER_LOST.of(account.claim.account()), null);
            }
            if (!ending && (stop.isRequested() || account.wish == Claims.Wish.GIVE_BACK)) {
                ending = true;
                carrier.giveBackTheRest();
            }
            Duration next = AWAY;
            try {
                // What is granted while it ends stays where it is: answered at once, it would be granted again at once.
                next = ending ? ENDING : carrier.look();
                heard = timing.instant();
            } catch (RuntimeException e) {
                LOG.debug("grants cannot be read", e);
                // Away: the ledger waits for it, for as long as it has patience. What else lasts would be waited for by
                // the head.
                if (!isAway(e) && !timing.instant().isBefore(heard.plus(lease()))) {
                    throw e;
                }
            }
            synchronized (account) {
                timing.await(account, next);
            }
        }
    }
}
