package org.facteur.schedule;

import org.facteur.reason.ReasonKey;

/** What may be wrong with a schedule, and how a run of it went. */
enum ScheduleReason implements ReasonKey {
    PORT_TAKEN,
    CRON,
    CRON_FIVE,
    CRON_FIELDS,
    ENDED,
    ENDED_WHY
}
