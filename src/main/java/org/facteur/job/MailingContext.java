package org.facteur.job;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.LedgerStore;
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
import org.springframework.core.env.MapPropertySource;

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
        LedgerStore store = HomeLedger.of(campaign);
        store.check();
        HomeLedger.refuseLost(campaign, store);
        String ehloName = campaign.from().address().domain().name();
        Function<Relay, RelayClient> clients =
                relay -> slots.apply(sandbox != null && isSandbox(relay) ? at(relay, sandbox.port()) : relay, ehloName);
        SpringApplicationBuilder application = new SpringApplicationBuilder(MailingJob.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .initializers(context -> {
                    // First: nothing that lies in the working directory, or is set for another program, moves the
                    // ledger.
                    context.getEnvironment()
                            .getPropertySources()
                            .addFirst(new MapPropertySource("facteur", settings(store)));
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(Campaign.class, () -> campaign);
                    beans.registerBean(Timing.class, () -> timing);
                    beans.registerBean(Stop.class, () -> stop);
                    beans.registerBean(LedgerStore.class, () -> store);
                    // Not a bean of its own: it is closed after the database, and so after the context.
                    beans.getBeanFactory().registerSingleton("end", end);
                    beans.getBeanFactory().registerSingleton("clients", clients);
                });
        try {
            ConfigurableApplicationContext context = application.run();
            HomeLedger.remember(campaign);
            return context;
        } catch (RuntimeException e) {
            throw store.explain(e);
        }
    }

    private static Map<String, Object> settings(LedgerStore store) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "spring.datasource.url", store.url(),
                "spring.datasource.hikari.maximum-pool-size", "4",
                // Connections are kept: a new one is asked for only where the server broke one off.
                "spring.datasource.hikari.max-lifetime", "0",
                "spring.datasource.hikari.connection-timeout", "2000",
                "spring.flyway.locations", "classpath:db/migration/common,classpath:db/migration/{vendor}",
                "spring.batch.job.enabled", "false",
                "spring.batch.jdbc.initialize-schema", "never"));
        Properties properties = store.properties();
        for (String name : properties.stringPropertyNames()) {
            String key = switch (name) {
                case "user" -> "spring.datasource.username";
                case "password" -> "spring.datasource.password";
                default -> "spring.datasource.hikari.data-source-properties." + name;
            };
            settings.put(key, properties.getProperty(name));
        }
        return settings;
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
