package org.facteur.crash;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.smtp.Action;
import org.facteur.smtp.Context;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;

/** A place in the SMTP conversation at which connections freeze, so that the client can be killed right there. */
final class Trap {

    private final AtomicInteger letThrough;
    private final CountDownLatch frozen;
    private volatile boolean armed = true;

    private Trap(int letThrough, int connections) {
        this.letThrough = new AtomicInteger(letThrough);
        this.frozen = new CountDownLatch(connections);
    }

    /**
     * @param letThrough letters that pass unharmed
     * @param connections how many are to freeze
     */
    static Trap set(ScriptedSmtpServer server, Step step, int letThrough, int connections) {
        Trap trap = new Trap(letThrough, connections);
        server.on(step, trap::spring);
        return trap;
    }

    private Action spring(Context at) {
        if (!armed || letThrough.getAndDecrement() > 0) {
            return Action.proceed();
        }
        frozen.countDown();
        return Action.silent();
    }

    /** Waits until every connection stands there. */
    void awaitFrozen() throws InterruptedException {
        if (!frozen.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(frozen.getCount() + " connection(s) did not come by");
        }
    }

    void disarm() {
        armed = false;
    }
}
