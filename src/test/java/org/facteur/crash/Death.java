package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;

/** An instant at which a run is killed, with every connection standing there. */
enum Death {
    BEFORE_MAIL(false),
    AFTER_RCPT(false),
    IN_THE_BODY(false),
    AFTER_THE_SEAL_AND_BEFORE_THE_DOT(true),
    AFTER_THE_DOT_AND_BEFORE_THE_REPLY(true),
    AFTER_THE_REPLY_AND_BEFORE_THE_RECORD(true),
    BETWEEN_TWO_CHUNKS(false);

    private final boolean sealed;

    Death(boolean sealed) {
        this.sealed = sealed;
    }

    /** Whether each connection had a letter sealed: nobody can know whether it arrived. */
    boolean leavesDoubt() {
        return sealed;
    }

    /** Runs the workplace's campaign until so many letters have gone in this run, and kills it in the next ones. */
    void of(Workplace workplace, ScriptedSmtpServer server, int letters, int connections) throws InterruptedException {
        switch (this) {
            // What the server sees of it is that MAIL is on the way.
            case BEFORE_MAIL -> trapped(Step.MAIL, workplace, server, letters, connections);
            case AFTER_RCPT -> trapped(Step.DATA, workplace, server, letters, connections);
            case AFTER_THE_DOT_AND_BEFORE_THE_REPLY -> trapped(Step.DOT, workplace, server, letters, connections);
            case IN_THE_BODY -> halted(HaltedRun.At.OFFERED, workplace, letters, connections);
            case AFTER_THE_SEAL_AND_BEFORE_THE_DOT -> halted(HaltedRun.At.SEALED, workplace, letters, connections);
            case AFTER_THE_REPLY_AND_BEFORE_THE_RECORD ->
                halted(HaltedRun.At.ANSWERED, workplace, letters, connections);
            case BETWEEN_TWO_CHUNKS -> resting(workplace.start("run"), workplace.home(), server, letters);
        }
    }

    private static void trapped(Step step, Workplace workplace, ScriptedSmtpServer server, int letters, int connections)
            throws InterruptedException {
        Trap trap = Trap.set(server, step, letters, connections);
        FacteurProcess run = workplace.start("run");
        trap.awaitFrozen();
        run.kill();
        trap.disarm();
    }

    static void halted(HaltedRun.At at, Workplace workplace, int letThrough, int connections) {
        Ended ended = HaltedRun.start(workplace, at, letThrough, connections).ended();
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(HaltedRun.KILLED);
    }

    private static void resting(FacteurProcess run, Path home, ScriptedSmtpServer server, int letters) {
        long rested = server.acceptedCount() + letters;
        Path status = home.resolve("var/status.json");
        await().atMost(Duration.ofSeconds(100))
                .until(() -> server.acceptedCount() == rested && said(status).contains("pause between chunks"));
        run.kill();
    }

    private static String said(Path status) {
        try {
            return Files.exists(status) ? Files.readString(status) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
