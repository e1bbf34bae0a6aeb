package org.facteur.job;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.JobReason;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;

/**
 * SIGINT, SIGTERM and SIGHUP end the running attempts and then the run, instead of the JVM at once. By reflection: the JDK offers signals in
 * {@code sun.misc} only, which compilers warn of.
 */
public final class Signals {

    private static final Map<String, Integer> EXIT_CODES =
            Map.of("INT", ExitCodes.INTERRUPTED, "TERM", ExitCodes.TERMINATED, "HUP", ExitCodes.HUNG_UP);

    private final Stop stop;
    private final IntConsumer halt;
    private final AtomicBoolean interrupted = new AtomicBoolean();

    /** @param halt ends the process at once, with that exit code */
    Signals(Stop stop, IntConsumer halt) {
        this.stop = stop;
        this.halt = halt;
    }

    /** Each asks to end; a second Ctrl-C ends the process at once. */
    public static void stopOn(Stop stop) {
        Signals signals = new Signals(stop, Runtime.getRuntime()::halt);
        EXIT_CODES.keySet().forEach(name -> handle(name, () -> signals.heard(name)));
    }

    /** @param name without SIG: INT, TERM or HUP */
    void heard(String name) {
        int exitCode = Objects.requireNonNull(EXIT_CODES.get(name), name);
        // A window that is closed sends SIGHUP twice, from the shell and from the kernel; a machine that is
        // switched off, SIGTERM and SIGHUP. Only a person at the keyboard means "at once" by asking again.
        if (name.equals("INT") && interrupted.getAndSet(true)) {
            halt.accept(exitCode);
        }
        say(JobReason.ENDING.of());
        stop.request(JobReason.SIGNAL.of(name), exitCode);
    }

    private static void say(Reason what) {
        System.err.println(what.in(Locale.getDefault(Locale.Category.DISPLAY)));
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, invocation);
            Method handle = signal.getMethod("handle", signal, handler);
            Object number = signal.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, number, proxy);
            Object ignored = handler.getField("SIG_IGN").get(null);
            if (ignored.equals(before)) {
                // nohup: it is to go on.
                handle.invoke(null, number, before);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Without signals a run ends as after a kill: settled by the next one.
            say(JobReason.SIGNAL_NONE.of(name));
        }
    }
}
