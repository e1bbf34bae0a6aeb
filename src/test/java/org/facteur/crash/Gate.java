package org.facteur.crash;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;

/** Letters wait for their reply here until it is opened; unlike in a {@link Trap}, they get one. */
final class Gate {

    private final CountDownLatch arrived;
    private final CountDownLatch open = new CountDownLatch(1);

    private Gate(int connections) {
        this.arrived = new CountDownLatch(connections);
    }

    /** @param connections how many are to stand there */
    static Gate atTheDot(ScriptedSmtpServer server, int connections) {
        Gate gate = new Gate(connections);
        server.on(Step.DOT, at -> {
            gate.arrived.countDown();
            await(gate.open);
            return Action.proceed();
        });
        return gate;
    }

    void awaitArrived() {
        await(arrived);
    }

    void open() {
        open.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
