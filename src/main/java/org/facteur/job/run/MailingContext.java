package org.facteur.job.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.ledger.store.Migrations;
import org.facteur.pace.Timing;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Spring's context around one campaign: the open ledger and what sends letters. Starting it starts no job. */
public final class MailingContext {

    static {
        // Logs are the command line's; Spring Boot would set them up again at each start of its context.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        // It would load charsets, zones and converters beside us, whether they are needed or not: a thirtieth of a
        // start's time.
        System.setProperty("spring.backgroundpreinitializer.ignore", "true");
    }

    /** The ledger's writer, the job repository, the step's transaction and who looks meanwhile; besides those that enlist. */
    private static final int CONNECTIONS = 4;

    private static final long SERVER_TIMEOUT_MILLIS = 5_000;

    private MailingContext() {}

    /**
     * Makes the ledger if the home has none yet, and brings it up to date.
     *
     * @param parts the configuration that is started
     * @param ledger the campaign's; to be closed after the context
     */
    public static ConfigurableApplicationContext start(
            Class<?> parts, Campaign campaign, HomeLedger ledger, Timing timing, Stop stop, CampaignRelays relays) {
        return start(parts, campaign, ledger, timing, stop, relays, Migrations::migrate);
    }

    /** The same, in a ledger that a run has made. */
    public static ConfigurableApplicationContext join(
            Class<?> parts, Campaign campaign, HomeLedger ledger, Timing timing, Stop stop, CampaignRelays relays) {
        return start(parts, campaign, ledger, timing, stop, relays, (store, source) -> {});
    }

    private static ConfigurableApplicationContext start(
            Class<?> parts,
            Campaign campaign,
            HomeLedger ledger,
            Timing timing,
            Stop stop,
            CampaignRelays relays,
            BiConsumer<LedgerStore, DataSource> tables) {
        LedgerStore store = ledger.store();
        store.check();
        ledger.refuseLost();
        SpringApplicationBuilder application = new SpringApplicationBuilder(parts)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .environment(new OwnEnvironment())
                .initializers(context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(Campaign.class, () -> campaign);
                    beans.registerBean(Timing.class, () -> timing);
                    beans.registerBean(Stop.class, () -> stop);
                    // Not a bean of its own: it is closed after the database, and so after the context.
                    beans.getBeanFactory().registerSingleton("store", store);
                    beans.registerBean(DataSource.class, () -> connections(store, tables));
                    beans.registerBean(CampaignRelays.class, () -> relays);
                });
        try {
            ConfigurableApplicationContext context = application.run();
            ledger.remember();
            return context;
        } catch (RuntimeException e) {
            throw store.explain(e);
        }
    }

    /** Not by settings of Spring's: in those a password with a dollar and a brace in it would be a placeholder. */
    private static HikariDataSource connections(LedgerStore store, BiConsumer<LedgerStore, DataSource> tables) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(store.url());
        pool.setDataSourceProperties(store.properties());
        pool.setMaximumPoolSize(CONNECTIONS + Runtime.getRuntime().availableProcessors());
        if (store instanceof LedgerServer) {
            // They are kept: a new one is asked for only where the server broke one off.
            pool.setMaxLifetime(0);
            pool.setConnectionTimeout(SERVER_TIMEOUT_MILLIS);
        }
        HikariDataSource connections = new HikariDataSource(pool);
        try {
            tables.accept(store, connections);
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
        return connections;
    }
}
