package org.facteur.schedule;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down from a run that failed until one that did not. */
final class MailingHealth implements HealthIndicator {

    private final RunMonitor monitor;

    MailingHealth(RunMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public Health health() {
        RunMonitor.View view = monitor.view();
        LastRun last = view.last();
        Health.Builder health = last != null && last.failed() ? Health.down() : Health.up();
        if (!view.campaign().isEmpty()) {
            health.withDetail("campaign", view.campaign());
        }
        if (view.next() != null) {
            health.withDetail("nextRun", view.next().toString());
        }
        if (view.runningSince() != null) {
            health.withDetail("runningSince", view.runningSince().toString());
        }
        if (last != null) {
            health.withDetail("lastRun", last.startedAt().toString())
                    .withDetail("lastRunEnded", last.endedAt().toString())
                    .withDetail("exitCode", last.exitCode())
                    .withDetail("said", last.said().toString());
        }
        return health.build();
    }
}
