package org.facteur.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.DiskRoom;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerFiles;
import org.facteur.ledger.LedgerUrl;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.RelayClients;
import org.facteur.relay.RelayName;
import org.facteur.relay.SandboxServer;
import org.facteur.report.CampaignStatus;
import org.facteur.report.PrivateFile;
import org.facteur.report.ReportFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs a campaign: takes it up where it stopped, or starts it. The caller holds the home's lock. */
public final class MailingRun {

    private static final Logger LOG = LoggerFactory.getLogger(MailingRun.class);

    static {
        // Logs are the command line's; Spring Boot would set them up anew at each start of its context.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    private final Timing timing;
    private final Stop stop;
    private final BiFunction<Relay, String, RelayClient> slots;

    public MailingRun(Timing timing, Stop stop) {
        this(timing, stop, new RelayClients(timing)::open);
    }

    /** @param slots opens a connection slot at a relay; EHLO says the name that is given with it */
    public MailingRun(Timing timing, Stop stop, BiFunction<Relay, String, RelayClient> slots) {
        this.timing = timing;
        this.stop = stop;
        this.slots = slots;
    }

    /**
     * @throws MendableException when there is nothing to restart
     */
    public RunResult run(Campaign campaign, RunOptions options) {
        boolean sandboxed = campaign.relays().stream().anyMatch(route -> isSandbox(route.relay()));
        Path letters = campaign.home().sandbox(campaign.name());
        try (@Nullable SandboxServer sandbox = sandboxed ? new SandboxServer(letters) : null;
                ConfigurableApplicationContext context = start(campaign, sandbox);
                StatusFile status = new StatusFile(
                        campaign,
                        context.getBean(Tally.class),
                        context.getBean(Dispatch.class),
                        context.getBean(Forecast.class))) {
            status.start();
            JobExecution execution = execute(context, campaign, options);
            CampaignStatus end = context.getBean(RunRecorder.class).status();
            return new RunResult(exitCode(execution), end, report(context, campaign, end), sandboxed ? letters : null);
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot be opened", e);
        }
    }

    /** After the job, since it tells how the job ended. Letters have left: a report that fails is no failure of the run. */
    private @Nullable Path report(ConfigurableApplicationContext context, Campaign campaign, CampaignStatus end) {
        Path file = CampaignReporter.file(campaign);
        if (!DiskRoom.of(campaign.home().var()).isThere()) {
            // What is left belongs to the ledger, and the run has said so.
            return null;
        }
        try {
            CampaignReporter reporter =
                    new CampaignReporter(campaign, context.getBean(JdbcClient.class), ZoneId.systemDefault());
            PrivateFile.write(file, out -> reporter.write(end, ReportFormat.HTML, out, timing.instant()));
            return file;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the report {} cannot be written", file, e);
            return null;
        }
    }

    private ConfigurableApplicationContext start(Campaign campaign, @Nullable SandboxServer sandbox) {
        LedgerFiles files = new LedgerFiles(campaign.home().ledger());
        files.exist();
        String ehloName = campaign.from().address().domain().name();
        Function<Relay, RelayClient> clients =
                relay -> slots.apply(sandbox != null && isSandbox(relay) ? at(relay, sandbox.port()) : relay, ehloName);
        SpringApplicationBuilder application = new SpringApplicationBuilder(MailingJob.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(Map.of(
                        "spring.datasource.url", LedgerUrl.of(campaign.home().ledger()),
                        "spring.datasource.username", "SA",
                        "spring.datasource.hikari.maximum-pool-size", "4",
                        "spring.flyway.locations", "classpath:db/migration/common,classpath:db/migration/{vendor}",
                        "spring.batch.job.enabled", "false",
                        "spring.batch.jdbc.initialize-schema", "never"))
                .initializers(context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(Campaign.class, () -> campaign);
                    beans.registerBean(Timing.class, () -> timing);
                    beans.registerBean(Stop.class, () -> stop);
                    beans.registerBean(LedgerFiles.class, () -> files);
                    beans.getBeanFactory().registerSingleton("clients", clients);
                });
        try {
            return application.run();
        } catch (RuntimeException e) {
            throw files.explain(e);
        }
    }

    private static boolean isSandbox(Relay relay) {
        return relay.name().equals(RelayName.SANDBOX);
    }

    private static Relay at(Relay relay, int port) {
        return new Relay(
                relay.name(),
                relay.host(),
                port,
                relay.tls(),
                relay.trust(),
                relay.credentials(),
                relay.connections(),
                relay.messagesPerConnection(),
                relay.limits(),
                relay.timeout(),
                relay.from());
    }

    private static JobExecution execute(ConfigurableApplicationContext context, Campaign campaign, RunOptions options) {
        JobRepository repository = context.getBean(JobRepository.class);
        JobOperator operator = context.getBean(JobOperator.class);
        Job job = context.getBean(Job.class);
        JobParameters parameters = new JobParametersBuilder()
                .addString("campaign", campaign.name(), true)
                .toJobParameters();
        JobInstance instance = repository.getJobInstance(MailingJob.NAME, parameters);
        @Nullable JobExecution last = instance == null ? null : repository.getLastJobExecution(instance);
        if (options.restart() && !isUnfinished(last, context.getBean(LedgerBook.class))) {
            throw new MendableException(
                    "campaign " + campaign.name() + " has nothing unfinished; write run instead of restart",
                    ExitCodes.USAGE);
        }
        if (!options.restart()) {
            context.getBean(Staleness.class).refuseStale();
        }
        if (last != null) {
            takeUp(operator, repository, last);
        }
        try {
            return operator.start(job, parameters);
        } catch (org.springframework.batch.core.job.JobExecutionException e) {
            throw new IllegalStateException("the job cannot be started", e);
        }
    }

    /** A campaign that was complete has something to send again where letters in doubt were put back. */
    private static boolean isUnfinished(@Nullable JobExecution last, LedgerBook book) {
        return last != null
                && (last.getStatus() != BatchStatus.COMPLETED || book.counts().open() > 0);
    }

    /** Makes the last execution one that Batch starts again after: one that a dead process left, or a complete one. */
    private static void takeUp(JobOperator operator, JobRepository repository, JobExecution last) {
        boolean died = last.isRunning()
                || last.getStepExecutions().stream()
                        .map(StepExecution::getStatus)
                        .anyMatch(BatchStatus::isRunning);
        if (died) {
            operator.recover(last);
        } else if (last.getStatus() == BatchStatus.COMPLETED) {
            // Contacts may have been added since, and letters in doubt be put back: a campaign is never closed for
            // good.
            last.setStatus(BatchStatus.STOPPED);
            repository.update(last);
        }
    }

    private int exitCode(JobExecution execution) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return ExitCodes.DONE;
        }
        Stop.Reason reason = stop.reason();
        if (reason != null) {
            return reason.exitCode();
        }
        if (execution.getStatus() == BatchStatus.STOPPED) {
            return ExitCodes.TRY_LATER;
        }
        List<Throwable> failures = execution.getAllFailureExceptions();
        return failures.isEmpty() ? ExitCodes.SOFTWARE : Failures.exitCode(Failures.mendable(failures.get(0)));
    }
}
