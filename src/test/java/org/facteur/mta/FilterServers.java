package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.packaged.FreePort;

/**
 * SpamAssassin, Rspamd and ClamAV of the test's own, on loopback, with the rules of their packages and none of the network: no DNS, no updates,
 * and a virus database that knows one virus.
 */
final class FilterServers implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** The file that all scanners take for a virus (eicar.org), by its digest and length. */
    private static final String EICAR = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n";

    /** What asks others, in Rspamd. */
    private static final List<String> NETWORK =
            List.of("arc", "asn", "dkim", "dmarc", "fuzzy_check", "mx_check", "rbl", "spf", "surbl");

    private final int spamd = FreePort.find();
    private final int rspamd = FreePort.find();
    private final int clamd = FreePort.find();
    private final Path dir;
    private final List<Process> processes = new ArrayList<>();

    static void assumeInstalled() {
        Programs.assumeThere("spamassassin rspamd clamav-daemon", "spamd", "rspamd", "clamd");
    }

    FilterServers(Path dir) {
        this.dir = Programs.openFolder(dir);
        try {
            startSpamAssassin();
            startRspamd();
            startClamAv();
            await("filters listening")
                    .atMost(LONGEST)
                    .failFast(() -> assertThat(processes).allMatch(Process::isAlive, logs()))
                    .until(() -> Stream.of(spamd, rspamd, clamd).allMatch(Programs::listensAt));
        } catch (IOException | RuntimeException e) {
            close();
            throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
        }
    }

    /** Settings of {@code campaign.check}. */
    String settings() {
        return "spamd: 127.0.0.1:%d, rspamd: \"http://127.0.0.1:%d\", clamd: 127.0.0.1:%d"
                .formatted(spamd, rspamd, clamd);
    }

    private void startSpamAssassin() throws IOException {
        start(
                "spamd",
                "--local",
                "--nouser-config",
                "--max-children=2",
                "--listen=127.0.0.1:" + spamd,
                "--syslog=stderr");
    }

    private void startRspamd() throws IOException {
        Path own = Files.createDirectories(dir.resolve("rspamd"));
        Path override = Files.createDirectories(own.resolve("override.d"));
        for (String module : NETWORK) {
            Files.writeString(override.resolve(module + ".conf"), "enabled = false;\n");
        }
        // Its own list of all the world's domains takes seconds to compile.
        Path domains = Files.writeString(own.resolve("domains"), "com\norg\nnet\nfr\nly\nexample\n");
        Path settings = Files.writeString(own.resolve("rspamd.conf"), """
                .include "/etc/rspamd/common.conf"
                options {
                    filters = "chartable,regexp";
                    url_tld = "%2$s";
                    cache_file = "%1$s/symbols.cache";
                    tempdir = "%1$s";
                    disable_hyperscan = true;
                    dns { nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; }
                }
                logging { type = "console"; level = "warning"; }
                worker "normal" { bind_socket = "127.0.0.1:%3$d"; count = 1; mime = true; }
                """.formatted(own, domains, rspamd));
        start("rspamd", "-f", "-i", "-c", settings.toString(), "--var=DBDIR=" + own, "--var=LOCAL_CONFDIR=" + own);
    }

    private void startClamAv() throws IOException {
        Path database = Files.createDirectories(dir.resolve("clamav"));
        Files.writeString(database.resolve("eicar.hdb"), EICAR);
        Path settings = Files.writeString(
                dir.resolve("clamd.conf"), """
                Foreground yes
                DatabaseDirectory %s
                TCPSocket %d
                TCPAddr 127.0.0.1
                User %s
                """.formatted(database, clamd, System.getProperty("user.name")));
        start("clamd", "-c", settings.toString());
    }

    private void start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Programs.path(program).toString()));
        command.addAll(List.of(arguments));
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(program + ".log").toFile())
                .start());
    }

    private String logs() {
        StringBuilder logs = new StringBuilder();
        for (String program : List.of("spamd", "rspamd", "clamd")) {
            try {
                logs.append(Files.readString(dir.resolve(program + ".log")));
            } catch (IOException notYet) {
                // It says nothing.
            }
        }
        return logs.toString();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        await("the end of the filters")
                .atMost(LONGEST)
                .until(() -> processes.stream().noneMatch(Process::isAlive));
    }
}
