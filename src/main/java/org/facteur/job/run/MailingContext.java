package org.facteur.job.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import javax.sql.DataSource;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Spring's context around one campaign: the open ledger and what sends letters. Starting it starts no job. */
public final class MailingContext {

    static {
        // Logs are the command line's; Spring Boot would set them up again at each start of its context.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        // It would load charsets, zones and converters beside us, whether they are needed or not: a thirtieth of a
        // start's time.
        System.setProperty("spring.backgroundpreinitializer.ignore", "true");
    }

    private static final Map<String, Object> SETTINGS = Map.of(
            "spring.flyway.locations", "classpath:db/migration/common,classpath:db/migration/{vendor}",
            "spring.batch.job.enabled", "false",
            "spring.batch.jdbc.initialize-schema", "never");

    /** The ledger's writer, the job repository, the step's transaction and who looks meanwhile; besides those that enlist. */
    private static final int CONNECTIONS = 4;

    private static final long SERVER_TIMEOUT_MILLIS = 5_000;

    private MailingContext() {}

    /**
     * @param parts the configuration that is started
     * @param ledger the campaign's; to be closed after the context
     */
    public static ConfigurableApplicationContext start(
            Class<?> parts, Campaign campaign, HomeLedger ledger, Timing timing, Stop stop, CampaignRelays relays) {
        LedgerStore store = ledger.store();
        store.check();
        ledger.refuseLost();
        SpringApplicationBuilder application = new SpringApplicationBuilder(parts)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                // What lies in the working directory is another program's.
                .properties("spring.config.location=optional:classpath:/org/facteur/none/")
                .initializers(context -> {
                    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("facteur", SETTINGS));
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(Campaign.class, () -> campaign);
                    beans.registerBean(Timing.class, () -> timing);
                    beans.registerBean(Stop.class, () -> stop);
                    // Not a bean of its own: it is closed after the database, and so after the context.
                    beans.getBeanFactory().registerSingleton("store", store);
                    beans.registerBean(DataSource.class, () -> connections(store));
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
    private static HikariDataSource connections(LedgerStore store) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(store.url());
        pool.setDataSourceProperties(store.properties());
        pool.setMaximumPoolSize(CONNECTIONS + Runtime.getRuntime().availableProcessors());
        if (store instanceof LedgerServer) {
            // They are kept: a new one is asked for only where the server broke one off.
            pool.setMaxLifetime(0);
            pool.setConnectionTimeout(SERVER_TIMEOUT_MILLIS);
        }
        return new HikariDataSource(pool);
    }
}
