package org.facteur.schedule;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.facteur.job.run.OwnEnvironment;
import org.facteur.reason.ReasonedException;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Health and metrics over HTTP, on this machine only: {@code /actuator/health}, {@code /actuator/prometheus}. */
public final class MonitorServer implements AutoCloseable {

    /** Kept, since a logger that nobody holds forgets its level. Tomcat tells of each of its steps otherwise. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    static {
        TOMCAT.setLevel(Level.WARNING);
        // Logs are the command line's.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    private final ConfigurableApplicationContext context;

    private MonitorServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * @param port 1 to 65535; 0: any that is free
     * @throws PortTakenException when somebody else listens there
     */
    public static MonitorServer start(RunMonitor monitor, int port) {
        try {
            return new MonitorServer(new SpringApplicationBuilder(MonitorContext.class)
                    .web(WebApplicationType.SERVLET)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .registerShutdownHook(false)
                    // A variable such as MANAGEMENT_SERVER_ADDRESS must not open it to the network.
                    .environment(new OwnEnvironment())
                    .properties(settings(port))
                    .initializers(context ->
                            ((GenericApplicationContext) context).registerBean(RunMonitor.class, () -> monitor))
                    .run());
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException) {
                    throw new PortTakenException(port, e);
                }
            }
            throw e;
        }
    }

    private static Map<String, Object> settings(int port) {
        return Map.of(
                "server.address", "127.0.0.1",
                "server.port", port,
                "management.server.port", "",
                "management.endpoints.web.exposure.include", "health,metrics,prometheus",
                "management.endpoint.health.show-details", "always",
                "management.endpoint.health.show-components", "always");
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Another process listens at the port. */
    public static final class PortTakenException extends ReasonedException {

        private static final long serialVersionUID = 1;

        PortTakenException(int port, Throwable cause) {
            super(ScheduleReason.PORT_TAKEN.of(port), cause);
        }
    }
}
