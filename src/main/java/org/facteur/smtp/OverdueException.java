package org.facteur.smtp;

import java.io.IOException;
import java.time.Duration;

/** The time that an answer, or the writing of a block, may take was over. The connection has been closed. */
public final class OverdueException extends IOException {

    private final Duration limit;
    private final boolean stopped;

    OverdueException(Duration limit, boolean stopped, Throwable cause) {
        super(stopped ? "the run is to stop" : "not within " + limit, cause);
        this.limit = limit;
        this.stopped = stopped;
    }

    public Duration limit() {
        return limit;
    }

    /** Whether we gave up because we are to stop, sooner than the server's time was over. */
    public boolean isStopped() {
        return stopped;
    }
}
