package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.packaged.FreePort;
import org.junit.jupiter.api.Assumptions;

/**
 * A mail server that is not Postfix, on loopback. Of Debian's packages for mail servers one excludes the other: these are unpacked beside
 * the build, and not installed. What they take they keep in their queues.
 */
final class OtherMta implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Where {@code .ci/run} unpacks Debian's packages. */
    private static final Path ROOT = Path.of("target/servers").toAbsolutePath();

    /** Which server. Courier, Exim and sendmail offer PIPELINING, OpenSMTPD refuses commands that come together. */
    enum Kind {
        COURIER("usr/lib/courier/courier/submit"),
        EXIM("usr/sbin/exim4"),
        OPENSMTPD("usr/sbin/smtpd"),
        SENDMAIL("usr/libexec/sendmail/sendmail");

        private final Path program;

        Kind(String program) {
            this.program = ROOT.resolve(program);
        }

        /** Skips the test where it is not unpacked, or we are not root. */
        void assumeUnpacked() {
            Assumptions.assumeTrue(Files.isExecutable(program), () -> "not unpacked: " + program + "; .ci/run does so");
            Programs.assumeInstalled("unshare");
        }
    }

    private final Kind kind;
    private final Path dir;
    private final int port = FreePort.find();
    private final Process process;

    /**
     * Returns when it listens.
     *
     * @param known who has a mailbox
     * @param gone who is refused
     */
    OtherMta(Kind kind, Path parent, Collection<String> known, Collection<String> gone) {
        this.kind = kind;
        Programs.openFolder(parent);
        this.dir = Programs.openFolder(parent.resolve("mta"));
        List<String> command = switch (kind) {
            case COURIER -> courier(gone);
            case EXIM -> exim(known);
            case OPENSMTPD -> openSmtpd(known);
            case SENDMAIL -> sendmail(gone);
        };
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("start.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(kind + " listening")
                .atMost(LONGEST)
                .failFast(() -> assertThat(process.isAlive()).as(log()).isTrue())
                .until(() -> Programs.listensAt(port));
    }

    /**
     * Its places are compiled in: what was unpacked is laid over the system's folders. An unknown user is a local one, which an alias leads
     * to. The daemon that would send letters on does not run, so each stays where it was taken.
     */
    private List<String> courier(Collection<String> gone) {
        Programs.openFolder(dir.resolve("etc"));
        Programs.openFolder(dir.resolve("var"));
        write("me", "mx.facteur.test\n");
        write(
                "gone",
                gone.stream()
                        .map(address -> address + ": nobody-here@mx.facteur.test\n")
                        .collect(Collectors.joining()));
        write("authdaemonrc", """
                authmodulelist=authpam
                authmodulelistorig=authpam
                daemons=2
                authdaemonvar=/run/courier/authdaemon
                """);
        String laidOver = """
                cp -r %1$s/etc/courier %2$s/etc
                cp %2$s/me %2$s/etc/courier/me
                cp %2$s/me %2$s/etc/courier/locals
                cp %2$s/gone %2$s/etc/courier/aliases/system
                cp %2$s/authdaemonrc %2$s/etc/courier
                for folder in usr/bin usr/lib usr/sbin; do
                    mount -t overlay overlay -o lowerdir=%1$s/$folder:/$folder /$folder
                done
                mount -t overlay overlay -o lowerdir=%2$s/etc:/etc /etc
                mount --bind %2$s/etc/courier /etc/courier
                mount -t tmpfs tmpfs /run
                mount -t tmpfs tmpfs /var/lib
                mkdir -p /run/courier/authdaemon /var/lib/courier
                mount --bind %2$s/var /var/lib/courier
                mkdir /var/lib/courier/allfilters /var/lib/courier/filters /var/lib/courier/msgs /var/lib/courier/msgq /var/lib/courier/tmp
                """.formatted(ROOT, dir);
        return unshared(laidOver + withUsers(Map.of("courier", 993), "/var/lib/courier") + """
                chown -R courier:courier /etc/courier /run/courier /var/lib/courier
                makealiases
                set -a
                . /etc/courier/authdaemonrc
                . /etc/courier/esmtpd
                BOFHCHECKDNS=0
                RELAYCLIENT=
                TARPIT=0
                set +a
                /usr/lib/courier/courier-authlib/authdaemond &
                users=$!
                /usr/sbin/couriertcpd -noidentlookup -nodnslookup -user=courier -group=courier -address=127.0.0.1 -maxprocs=40 -maxperc=40 \
                    -maxperip=40 %d /usr/sbin/courieresmtpd &
                server=$!
                trap 'kill $server' TERM
                wait $server || true
                kill $users
                """.formatted(port));
    }

    private List<String> exim(Collection<String> known) {
        for (String folder : List.of("spool", "log")) {
            Programs.giveTo("nobody", Programs.openFolder(dir.resolve(folder)));
        }
        write("users", String.join("\n", known) + "\n");
        Path settings = write("exim.conf", """
                exim_path = %1$s
                exim_user = nobody
                exim_group = nogroup
                primary_hostname = mx.facteur.test
                spool_directory = %2$s/spool
                log_file_path = %2$s/log/%%s
                log_selector = +received_recipients
                pid_file_path = %2$s/spool/pid
                daemon_smtp_ports = %3$d
                local_interfaces = 127.0.0.1
                disable_ipv6 = true
                queue_only = true
                tls_advertise_hosts =
                host_lookup =
                keep_environment =
                smtp_accept_max_per_connection = 60
                acl_smtp_rcpt = rcpt
                begin acl
                rcpt:
                  accept condition = ${lookup{$local_part@$domain}lsearch{%2$s/users}{yes}{no}}
                  deny message = 5.1.1 no such user here
                """.formatted(kind.program, dir, port));
        // The name of its user is compiled in: where nobody has that, it does not start.
        String users = withUsers(Map.of("Debian-exim", 990), "/nonexistent");
        return unshared(users + "exec %s -C %s -bdf\n".formatted(kind.program, settings));
    }

    /** It wants users and folders of its own, at places that are compiled in: in a view of the file system that nobody else has. */
    private List<String> openSmtpd(Collection<String> known) {
        String users = withUsers(Map.of("opensmtpd", 991, "opensmtpq", 992), "/var/lib/opensmtpd/empty");
        write("users", String.join("\n", known) + "\n");
        write("smtpd.conf", """
                table users file:%1$s/users
                listen on 127.0.0.1 port %2$d hostname mx.facteur.test
                action "away" relay host smtp://127.0.0.1:9
                match from any for rcpt-to <users> action "away"
                """.formatted(dir, port));
        return unshared(users + """
                mount -t tmpfs tmpfs /var/spool
                mount -t tmpfs tmpfs /var/lib
                mount -t tmpfs tmpfs /run
                mkdir -p /var/spool/smtpd /var/lib/opensmtpd/empty
                chmod 711 /var/spool/smtpd
                exec %2$s -d -f %1$s/smtpd.conf
                """.formatted(dir, kind.program));
    }

    /** It looks for its own name, and waits a minute where it finds none. */
    private List<String> sendmail(Collection<String> gone) {
        Programs.openFolder(dir.resolve("queue"));
        write("hosts", "127.0.0.1 mx.facteur.test localhost\n");
        write("aliases", "");
        write(
                "access",
                gone.stream()
                        .map(address -> "To:" + address + "|ERROR:5.1.1:550 User unknown\n")
                        .collect(Collectors.joining()));
        Path source = write("sendmail.mc", """
                OSTYPE(`linux')
                define(`confDOMAIN_NAME', `mx.facteur.test')
                define(`confDONT_BLAME_SENDMAIL', `MapInUnsafeDirPath')
                define(`QUEUE_DIR', `%1$s/queue')
                define(`confPID_FILE', `%1$s/pid')
                define(`STATUS_FILE', `%1$s/stat')
                define(`ALIAS_FILE', `%1$s/aliases')
                define(`confDELIVERY_MODE', `queueonly')
                define(`confQUEUE_LA', `1000')
                define(`confREFUSE_LA', `1000')
                define(`confTO_IDENT', `0')
                FEATURE(`no_default_msa')
                FEATURE(`accept_unresolvable_domains')
                FEATURE(`nocanonify')
                FEATURE(`access_db', `text -z| -k0 -v1 %1$s/access')
                FEATURE(`blocklist_recipients')
                DAEMON_OPTIONS(`Family=inet, Name=MTA, Addr=127.0.0.1, Port=%2$d')
                MAILER(`smtp')
                """.formatted(dir, port));
        Path macros = ROOT.resolve("usr/share/sendmail/cf");
        Programs.run(
                List.of(
                        "sh",
                        "-c",
                        "m4 -D_CF_DIR_=%1$s/ %1$s/m4/cf.m4 %2$s > %3$s/sendmail.cf".formatted(macros, source, dir)),
                "");
        return unshared("""
                hostname mx.facteur.test
                mount --bind %1$s/hosts /etc/hosts
                exec %2$s -C %1$s/sendmail.cf -bD
                """.formatted(dir, kind.program));
    }

    /** Users that a package would make, each with a group of its name: lines of a script, seen by nobody else either. */
    private String withUsers(Map<String, Integer> users, String home) {
        StringBuilder passwd = new StringBuilder(Programs.read(Path.of("/etc/passwd")));
        StringBuilder group = new StringBuilder(Programs.read(Path.of("/etc/group")));
        users.forEach((name, id) -> {
            passwd.append("%1$s:x:%2$d:%2$d::%3$s:/usr/sbin/nologin\n".formatted(name, id, home));
            group.append("%s:x:%d:\n".formatted(name, id));
        });
        return """
                mount --bind %s /etc/passwd
                mount --bind %s /etc/group
                """.formatted(write("passwd", passwd.toString()), write("group", group.toString()));
    }

    private List<String> unshared(String script) {
        return List.of(
                "unshare",
                "--mount",
                "--uts",
                "sh",
                "-e",
                write("start.sh", script).toString());
    }

    int port() {
        return port;
    }

    /** Recipients of the letters it took, each as often as it has a letter. */
    List<String> accepted() {
        return switch (kind) {
            case COURIER -> recipients(dir.resolve("var/tmp"), "C", "^r(.*)$");
            case EXIM -> matches(Programs.read(dir.resolve("log/main")), " <= .* for (\\S+)$");
            case OPENSMTPD -> matches(log(), " smtp envelope .* to=<([^>]*)>");
            case SENDMAIL -> recipients(dir.resolve("queue"), "qf", "^R\\w*:<([^>]*)>");
        };
    }

    /** Those whom the queue's files name that begin so. */
    private static List<String> recipients(Path queue, String prefix, String pattern) {
        try (Stream<Path> files = Files.walk(queue)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .flatMap(file -> matches(Programs.read(file), pattern).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> matches(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    String log() {
        return Programs.read(dir.resolve("start.log"));
    }

    private Path write(String file, String text) {
        try {
            return Files.writeString(dir.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        await("the end of " + kind).atMost(LONGEST).until(() -> !process.isAlive());
    }
}
