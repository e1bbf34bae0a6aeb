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
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
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
 * would wait for it for ever, and so is not used.
 */
final class Carriers implements Head, PartitionHandler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(100);

    /** A request that nobody has followed by then was lost with the one who read it, or nobody is there. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(3);

    private final Campaign campaign;
    private final CarrierSteps steps;
    private final Claims claims;
    private final Workers workers;
    private final Unanswered unanswered;
    private final TransactionTemplate transactions;
    private final Requests requests;
    private final GrantDesk desk;
    private final Dispatch dispatch;
    private final Stop stop;
    private final Timing timing;
    private final Map<String, Partition> partitions = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private Instant missedFrom = Instant.MIN;
    private boolean calledIn;
    private volatile boolean over;
    private volatile List<Workers.Worker> seen = List.of();
    private Instant seenAt = Instant.MIN;

    /** Who carries an account. */
    private static final class Partition {
        private StepExecution step;
        private Instant askedAt;
        private Instant freeSince;
        /** Sealed letters of dead workers, until the desk has been told. */
        private final Map<Long, DeliveryState> settled = new HashMap<>();

        private Partition(StepExecution step, Instant now) {
            this.step = step;
            this.askedAt = now;
            this.freeSince = now;
        }
    }

    Carriers(
            Campaign campaign,
            CarrierSteps steps,
            Claims claims,
            Workers workers,
            Unanswered unanswered,
            TransactionTemplate transactions,
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
        return WorkerStatus.of(seen, campaign.name(), desk.letters());
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
        thread = new Thread(() -> steps.run(campaign.name(), step, accounts(), this), "carriers");
        thread.setDaemon(true);
        thread.start();
        awaitWorkers(now);
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
                complete = complete == null && desk.anyHeld() ? timing.instant().plus(ASK_AGAIN) : complete;
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
                    partitions.forEach((account, partition) -> offer(account, partition.step));
                    begun = true;
                }
                look();
            } catch (RuntimeException e) {
                LOG.debug("the claims cannot be looked at", e);
                missedFrom = timing.instant();
            }
            pause(LOOK);
        }
        callIn();
        return steps.finish();
    }

    private void offer(String account, StepExecution step) {
        claims.offer(account, campaign.name(), step.getId());
        requests.send(step.getId());
    }

    private void look() {
        Instant now = timing.instant();
        if (stop.isRequested() && !calledIn) {
            claims.callIn(offered());
            calledIn = true;
        }
        if (!now.isBefore(seenAt.plus(SECOND))) {
            seen = workers.all();
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
            if (partition == null || !mayBeOurs(claim)) {
                continue;
            }
            if (claim.stop() && !calledIn) {
                // By facteur stop on another machine; its worker may have followed already.
                stop.request(JobReason.STOPPED.of(), ExitCodes.TERMINATED);
            }
            if (claim.step() == 0) {
                lost(claim, partition, now);
            } else if (claim.isHeld()) {
                partition.freeSince = now;
                desk.isHeld(claim);
            } else if (claim.worker() != null || desk.isCarried(claim.account())) {
                lost(claim, partition, now);
            } else {
                desk.isFree(claim.account(), hopedUntil(partition.freeSince));
                unheard |= partition.askedAt.plus(ASK_AGAIN).isBefore(now);
            }
        }
        if (unheard && !calledIn) {
            askAgain(now);
        }
    }

    /** For all that are free, since what was asked for them is cleared away. Twice does no harm: the second one finds the account taken. */
    private void askAgain(Instant now) {
        requests.clear();
        partitions.forEach((account, partition) -> {
            if (!desk.isCarried(account)) {
                partition.askedAt = now;
                requests.send(partition.step.getId());
            }
        });
    }

    /** What this head has offered the accounts as: a newer head has steps of its own. */
    private List<Long> offered() {
        return partitions.values().stream()
                .map(partition -> partition.step.getId())
                .toList();
    }

    private boolean isOurs(Claims.Claim claim) {
        Partition partition = partitions.get(claim.account());
        return partition != null && partition.step.getId() == claim.step();
    }

    /** One that was given back, or fenced off, belongs to the head that offers it next. */
    private boolean mayBeOurs(Claims.Claim claim) {
        return isOurs(claim) || (claim.step() == 0 && partitions.containsKey(claim.account()));
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
        if (!calledIn && !over) {
            partition.step = steps.after(partition.step, claim);
            partition.askedAt = now;
            offer(claim.account(), partition.step);
        }
    }

    /**
     * What its worker has left behind is settled as by the next run.
     *
     * @return false when the claim is another one by now
     */
    private boolean fence(Claims.Claim claim) {
        String account = claim.account();
        Optional<Map<Long, DeliveryState>> open = transactions.execute(status -> {
            if (!claims.fence(account, claim.epoch())) {
                return Optional.empty();
            }
            return Optional.of(unanswered.settle(unanswered.leftOpen(account), campaign.resend(), timing.instant()));
        });
        if (open == null || open.isEmpty()) {
            return false;
        }
        Map<Long, DeliveryState> settled = Objects.requireNonNull(partitions.get(account)).settled;
        settled.putAll(open.get());
        desk.fenced(account, Map.copyOf(settled));
        settled.clear();
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
        // A head that was overtaken while it had no connection leaves alone what the newer one has offered since.
        claims.all().stream().filter(this::mayBeOurs).forEach(this::fence);
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
