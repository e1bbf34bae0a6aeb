package org.facteur.job.cluster;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.facteur.ledger.Claims;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * What Batch keeps of who carried which account: job {@code carriers}, whose one step has a partition for each account, and a new step
 * execution for each worker that takes an account over. Nothing depends on it but what a partition is called.
 */
final class CarrierSteps {

    private static final Logger LOG = LoggerFactory.getLogger(CarrierSteps.class);

    private static final String ACCOUNT = "account";

    private final JobRepository repository;
    private final JobOperator operator;
    private final Set<StepExecution> all = new LinkedHashSet<>();

    CarrierSteps(JobRepository repository, JobOperator operator) {
        this.repository = repository;
        this.operator = operator;
    }

    /**
     * Returns when no account is carried any more.
     *
     * @param send the step for which they are carried
     * @param tries so far, from 0: each is another job
     */
    void run(String campaign, StepExecution send, long tries, Set<String> accounts, PartitionHandler handler) {
        Job job = new JobBuilder("carriers", repository)
                .start(new StepBuilder("carriers", repository)
                        .partitioner(Requests.STEP, size -> contexts(accounts))
                        .partitionHandler(handler)
                        .build())
                .build();
        JobParameters parameters = new JobParametersBuilder()
                .addString("mailing", campaign, true)
                .addLong("run", send.getJobExecutionId(), true)
                .addLong("step", send.getId(), true)
                .addLong("try", tries, true)
                .toJobParameters();
        try {
            operator.start(job, parameters);
        } catch (JobExecutionException | RuntimeException e) {
            // Its records are nobody's but Batch's: the run ends by what the ledger says, not by them.
            LOG.debug("the carriers' job cannot be recorded", e);
        }
    }

    private static Map<String, ExecutionContext> contexts(Set<String> accounts) {
        Map<String, ExecutionContext> contexts = new LinkedHashMap<>();
        int number = 0;
        for (String account : accounts) {
            ExecutionContext context = new ExecutionContext();
            context.putString(ACCOUNT, account);
            contexts.put(String.valueOf(++number), context);
        }
        return contexts;
    }

    /** The first step execution of each account. */
    Map<String, StepExecution> split(StepExecutionSplitter splitter, StepExecution manager, int accounts)
            throws JobExecutionException {
        Map<String, StepExecution> steps = new LinkedHashMap<>();
        for (StepExecution step : splitter.split(manager, accounts)) {
            all.add(step);
            steps.put(String.valueOf(step.getExecutionContext().getString(ACCOUNT)), step);
        }
        return steps;
    }

    /** The next one, of an account that its worker has lost or given back. */
    StepExecution after(StepExecution last, Claims.Claim claim) {
        finish(last);
        StepExecution next = repository.createStepExecution(
                Requests.STEP + ":" + claim.account().hashCode() + ":" + claim.epoch(), last.getJobExecution());
        next.getExecutionContext().putString(ACCOUNT, claim.account());
        repository.updateExecutionContext(next);
        all.add(next);
        return next;
    }

    /** That all of them are over, at last. */
    Collection<StepExecution> finish() {
        all.forEach(this::finish);
        return all;
    }

    /** Says that it is over where its worker has not said so itself. */
    private void finish(StepExecution step) {
        try {
            StepExecution last = repository.getStepExecution(step.getId());
            if (last != null && last.getStatus().isRunning()) {
                last.setStatus(BatchStatus.FAILED);
                last.setExitStatus(ExitStatus.FAILED);
                repository.update(last);
            }
        } catch (RuntimeException e) {
            // It has said so in this moment.
            LOG.debug("step execution {} has changed", step.getId(), e);
        }
    }
}
