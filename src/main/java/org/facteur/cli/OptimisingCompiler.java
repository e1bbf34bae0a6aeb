package org.facteur.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's optimising compiler, C2. It compiles for as long as a mailing takes, and what it saves comes later: without it, half of the
 * processor time. What walks through a large file of contacts is the exception. The launcher leaves it out by an option, which
 * {@code java -jar} has no place for; HotSpot takes it from within too, as {@code jcmd PID Compiler.directives_add}.
 */
final class OptimisingCompiler {

    /** Some 80,000 contacts; src/docs/performance.md has what was measured on both sides of it. */
    private static final long LARGE = 5_000_000;

    private static final String LEFT_OUT = """
            [ { match: "*.*", c2: { Exclude: true } } ]
            """;

    private static final Logger LOG = LoggerFactory.getLogger(OptimisingCompiler.class);

    private OptimisingCompiler() {}

    /** Leaves it out of what is compiled from now on, where the contacts are few enough, and the JVM is one that can. */
    static void leaveOutFor(Path contacts) {
        try {
            if (Files.size(contacts) < LARGE && isThere()) {
                leaveOut(ManagementFactory.getPlatformMBeanServer());
            }
        } catch (IOException | JMException | RuntimeException | LinkageError e) {
            // A runtime made with jlink may be without the JVM's management.
            LOG.debug("the JVM compiles as it likes", e);
        }
    }

    private static boolean isThere() {
        @Nullable HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return jvm != null
                && Integer.parseInt(jvm.getVMOption("TieredStopAtLevel").getValue()) > 3;
    }

    private static void leaveOut(MBeanServer jvm) throws IOException, JMException {
        // The command reads a file, and is done with it when it returns.
        Path directives = Files.createTempFile("facteur-", ".directives");
        try {
            Files.writeString(directives, LEFT_OUT);
            jvm.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "compilerDirectivesAdd",
                    new Object[] {new String[] {directives.toString()}},
                    new String[] {String[].class.getName()});
        } finally {
            Files.delete(directives);
        }
    }
}
