package org.facteur.job.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.JobReason;
import org.facteur.job.send.GrantDesk;
import org.facteur.job.send.Head;
import org.facteur.ledger.Claims;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Unanswered;
import org.facteur.ledger.Workers;
import org.facteur.ledger.store.LedgerException;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.facteur.report.WorkerStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has the accounts of a campaign carried by workers while step {@code send} goes on, each as a partition of {@link CarrierSteps}. A partition
 * whose worker gives no sign of life within its lease is fenced off, settled, and offered again as a new step execution; Batch's own handler
 * would wait for it for ever, so it is not used.
 */
final class Carriers implements Head, PartitionHandler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Campaign campaign;
    private final CarrierSteps steps;
    private final Claims claims;
    private final Workers workers;
    private final Unanswered unanswered;
    private final TransactionTemplate transactions;
    private final LedgerStore store;
    private final Handover handover;
    private final Requests requests;
    private final GrantDesk desk;
    private final Dispatch dispatch;
    private final Stop stop;
    private final Timing timing;
    private final Map<String, Partition> partitions = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private Instant missedFrom = Instant.MIN;
    private @Nullable Instant failingSince;
    private boolean calledIn;
    private volatile boolean over;
    private volatile List<Workers.Worker> seen = List.of();
    private Instant seenAt = Instant.MIN;
    /** Letters by worker, as the ledger has them. */
    private final Map<String, Long> written = new HashMap<>();

    Carriers(
            Campaign campaign,
            CarrierSteps steps,
            Claims claims,
            Workers workers,
            Unanswered unanswered,
            TransactionTemplate transactions,
            LedgerStore store,
            Handover handover,
            Requests requests,
            GrantDesk desk,
            Dispatch dispatch,
            Stop stop,
            Timing timing) {
        this.campaign = campaign;
        this.steps = steps;
        this.claims = claims;
        this.workers = workers;
        this.unanswered = unanswered;
        this.transactions = transactions;
        this.store = store;
        this.handover = handover;
        this.requests = requests;
        this.desk = desk;
        this.dispatch = dispatch;
        this.stop = stop;
        this.timing = timing;
    }

    private Set<String> accounts() {
        return dispatch.accounts().names();
    }

    @Override
    public List<WorkerStatus> workers() {
        return WorkerStatus.of(seen, campaign.name());
    }

    private Duration lease() {
        return campaign.cluster().lease();
    }

    /** How long a worker is waited for, counted from when the last one was there. */
    private Instant hopedUntil(Instant since) {
        Duration patience = campaign.pace().patience();
        Duration least = lease().multipliedBy(2);
        Instant until = since.plus(patience.compareTo(least) > 0 ? patience : least);
        return timing.instant().isBefore(until) ? until : Instant.MAX;
    }

    @Override
    public void beforeStep(StepExecution step) {
        Instant now = timing.instant();
        accounts().forEach(account -> desk.isFree(account, hopedUntil(now)));
        thread = new Thread(() -> carry(step), "carriers");
        thread.setDaemon(true);
        thread.start();
        awaitWorkers(now);
    }

    private void carry(StepExecution send) {
        try {
            for (int tries = 0; !over; tries++) {
                steps.run(campaign.name(), send, tries, accounts(), this);
                if (!over) {
                    // Before its time: Batch could not write down that it begins, as in a moment without a database.
                    pause(SECOND);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until each account has its worker, or those that are there have had a moment to take the others. So preference holds from the first letter on. */
    private void awaitWorkers(Instant since) {
        Instant latest = hopedUntil(since);
        try {
            Instant complete = null;
            while (!stop.isRequested() && timing.instant().isBefore(latest)) {
                if (accounts().stream().allMatch(desk::isCarried)
                        || (complete != null && timing.instant().isAfter(complete))) {
                    return;
                }
                complete = complete == null && desk.anyHeld() ? timing.instant().plus(Partition.ASK_AGAIN) : complete;
                pause(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration longest) throws InterruptedException {
        synchronized (this) {
            timing.await(this, longest);
        }
    }

    @Override
    public Collection<StepExecution> handle(StepExecutionSplitter splitter, StepExecution manager) throws Exception {
        steps.split(splitter, manager, accounts().size())
                .forEach((account, step) -> partitions.put(account, new Partition(step, timing.instant())));
        boolean begun = false;
        while (!over) {
            try {
                if (!begun) {
                    partitions.forEach((account, partition) -> offer(account, partition.step()));
                    begun = true;
                }
                look();
                failingSince = null;
            } catch (RuntimeException e) {
                LOG.debug("the claims cannot be looked at", e);
                failed(store.explain(e));
            }
            pause(LOOK);
        }
        if (!handover.isOvertaken()) {
            callIn();
        }
        return steps.finish();
    }

    /** The ledger's writer has patience with a server that is away. What else goes on for longer than a lease does not pass. */
    private void failed(RuntimeException failure) {
        if (failure instanceof LedgerException ledger && ledger.kind() == LedgerException.Kind.AWAY) {
            missedFrom = timing.instant();
            failingSince = null;
            return;
        }
        Instant since = failingSince == null ? timing.instant() : failingSince;
        failingSince = since;
        if (!timing.instant().isBefore(since.plus(lease()))) {
            end(Reasoned.of(failure), Mendable.exitCodeOf(failure));
        }
    }

    /** Nothing more is granted, and no answer is waited for. */
    private void end(Reason reason, int exitCode) {
        stop.fail(reason, exitCode);
        desk.fail(LedgerException.unwritable(reason, null));
    }

    private void offer(String account, StepExecution step) {
        claims.offer(account, campaign.name(), step.getId());
        requests.send(step.getId());
    }

    private void look() {
        if (handover.isOvertaken()) {
            end(JobReason.OVERTAKEN.of(), ExitCodes.TRY_LATER);
            return;
        }
        Instant now = timing.instant();
        if (stop.isRequested() && !calledIn) {
            claims.callIn(offered());
            calledIn = true;
        }
        if (!now.isBefore(seenAt.plus(SECOND))) {
            lookAtWorkers();
            seenAt = now;
        }
        boolean unheard = false;
        List<Claims.Claim> found = claims.all();
        if (timing.instant().isAfter(now.plus(lease().dividedBy(3)))) {
            // The database was away without an error, and so it was for living workers.
            missedFrom = timing.instant();
        }
        for (Claims.Claim claim : found) {
            Partition partition = partitions.get(claim.account());
            if (partition == null) {
                continue;
            }
            if (partition.isHopeless()) {
                desk.isFree(claim.account(), Instant.MAX);
            } else if (!isOurs(claim)) {
                // Given back, or offered by a head that has been overtaken and did not know it yet.
                lost(claim, partition, now);
            } else if (claim.isHeld()) {
                partition.held(now);
                desk.isHeld(claim);
            } else if (claim.worker() != null || desk.isCarried(claim.account())) {
                lost(claim, partition, now);
            } else {
                desk.isFree(claim.account(), hopedUntil(partition.freeSince()));
                unheard |= partition.isUnheard(now);
            }
        }
        if (unheard && !calledIn) {
            askAgain(now);
        }
    }

    private void lookAtWorkers() {
        desk.letters().forEach((worker, letters) -> {
            if (!letters.equals(written.get(worker))) {
                workers.carried(worker, letters);
                written.put(worker, letters);
            }
        });
        seen = workers.all();
    }

    /** For all that are free, since what was asked for them is cleared away. Twice does no harm: the second one finds the account taken. */
    private void askAgain(Instant now) {
        requests.clear();
        partitions.forEach((account, partition) -> {
            if (!desk.isCarried(account) && !partition.isHopeless()) {
                partition.askedFor(now);
                requests.send(partition.step().getId());
            }
        });
    }

    /** What this head has offered the accounts as: a newer head has steps of its own. */
    private List<Long> offered() {
        return partitions.values().stream()
                .map(partition -> partition.step().getId())
                .toList();
    }

    private boolean isOurs(Claims.Claim claim) {
        Partition partition = partitions.get(claim.account());
        return partition != null && partition.step().getId() == claim.step();
    }

    /** Its worker has given it back, or gives no sign of life. */
    private void lost(Claims.Claim claim, Partition partition, Instant now) {
        if (claim.worker() != null && now.isBefore(missedFrom.plus(lease()))) {
            // The database was away itself: living workers prolong their leases as soon as they can.
            return;
        }
        if (!fence(claim)) {
            return;
        }
        desk.isFree(claim.account(), hopedUntil(now));
        if (partition.isHopeless()) {
            LOG.warn("{} {}", campaign.name(), JobReason.WORKER_HOPELESS.of(claim.account(), Partition.MOST_LOST));
        } else if (!calledIn && !over) {
            partition.offered(steps.after(partition.step(), claim), now);
            offer(claim.account(), partition.step());
        }
    }

    /**
     * What its worker has left behind is settled as by the next run.
     *
     * @return false when the claim is another one by now, or another head's
     */
    private boolean fence(Claims.Claim claim) {
        String account = claim.account();
        Optional<Map<Long, DeliveryState>> open = transactions.execute(status -> {
            if (handover.isOvertakenByNow() || !claims.fence(account, claim.epoch())) {
                return Optional.empty();
            }
            return Optional.of(unanswered.settle(unanswered.leftOpen(account), campaign.resend(), timing.instant()));
        });
        if (open == null || open.isEmpty()) {
            return false;
        }
        Partition partition = Objects.requireNonNull(partitions.get(account));
        partition.settled().putAll(open.get());
        boolean inVain = desk.fenced(account, Map.copyOf(partition.settled()));
        partition.lost(inVain && claim.worker() != null);
        partition.settled().clear();
        return true;
    }

    /** All workers give their accounts back; one that does not within its lease is fenced off. */
    private void callIn() throws InterruptedException {
        claims.callIn(offered());
        Instant latest = timing.instant().plus(lease()).plus(campaign.longestTimeout());
        boolean held = true;
        while (held && timing.instant().isBefore(latest)) {
            held = claims.all().stream().anyMatch(claim -> isOurs(claim) && claim.isHeld());
            pause(LOOK);
        }
        claims.all().stream()
                .filter(claim -> partitions.containsKey(claim.account()))
                .forEach(this::fence);
        lookAtWorkers();
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        close();
        return null;
    }

    /** No account is carried any more when this returns. */
    @Override
    public void close() {
        over = true;
        Thread carrying = thread;
        if (carrying != null) {
            try {
                carrying.join(
                        lease().plus(campaign.longestTimeout()).plusSeconds(30).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        desk.close();
    }
}
