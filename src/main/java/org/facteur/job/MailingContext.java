package org.facteur.job;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.LedgerFiles;
import org.facteur.ledger.LedgerUrl;
import org.facteur.ledger.LogEnd;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.RelayName;
import org.facteur.relay.SandboxServer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Spring's context around one campaign: the open ledger and what sends letters. Starting it starts no job. */
final class MailingContext {

    static {
        // Logs are the command line's; Spring Boot would set them up anew at each start of its context.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    private MailingContext() {}

    /**
     * @param slots opens a connection slot at a relay; EHLO says the name that is given with it
     * @param end of the ledger's log, to be closed after the context
     * @param sandbox null where no letter goes there
     */
    static ConfigurableApplicationContext start(
            Campaign campaign,
            Timing timing,
            Stop stop,
            BiFunction<Relay, String, RelayClient> slots,
            LogEnd end,
            @Nullable SandboxServer sandbox) {
        LedgerFiles files = new LedgerFiles(campaign.home().ledger());
        files.exist();
        String ehloName = campaign.from().address().domain().name();
        Function<Relay, RelayClient> clients =
                relay -> slots.apply(sandbox != null && isSandbox(relay) ? at(relay, sandbox.port()) : relay, ehloName);
        SpringApplicationBuilder application = new SpringApplicationBuilder(MailingJob.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
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
                    // Not a bean of its own: it is closed after the database, and so after the context.
                    beans.getBeanFactory().registerSingleton("end", end);
                    beans.getBeanFactory().registerSingleton("clients", clients);
                });
        try {
            return application.run();
        } catch (RuntimeException e) {
            throw files.explain(e);
        }
    }

    static boolean isSandbox(Relay relay) {
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
}
