package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.facteur.packaged.FreePort;

/**
 * A Dovecot of the test's own, on loopback: IMAP over the maildirs that a {@link PostfixServer} delivers into, and LMTP for those whose
 * letters go through Sieve.
 */
public final class DovecotServer implements AutoCloseable {

    public static final String PASSWORD = "s3cret";

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Path dir;
    private final Path mail;
    private final int imap = FreePort.find();
    private final int lmtp = FreePort.find();
    private final Process process;

    /**
     * @param mail folder of maildirs, each called like its address
     * @param smtp port of the server that what Sieve writes is given to
     */
    public DovecotServer(Path parent, Path mail, int smtp) {
        Programs.openFolder(parent);
        this.mail = mail;
        dir = Programs.openFolder(parent.resolve("dovecot"));
        Programs.giveTo("nobody", Programs.openFolder(dir.resolve("sieve")));
        Programs.giveTo("nobody", Programs.openFolder(dir.resolve("home")));
        try {
            Path settings = Files.writeString(
                    dir.resolve("dovecot.conf"), """
                    base_dir = %1$s/run
                    log_path = %1$s/log
                    protocols = imap lmtp
                    listen = 127.0.0.1
                    ssl = no
                    disable_plaintext_auth = no
                    mail_location = maildir:%2$s/%%u
                    postmaster_address = postmaster@ecole.example
                    submission_host = 127.0.0.1:%3$d
                    first_valid_uid = 1
                    service imap-login {
                      inet_listener imap {
                        port = %4$d
                      }
                      inet_listener imaps {
                        port = 0
                      }
                    }
                    service lmtp {
                      inet_listener lmtp {
                        port = %5$d
                      }
                    }
                    passdb {
                      driver = static
                      args = password=%6$s
                    }
                    userdb {
                      driver = static
                      args = uid=nobody gid=nogroup home=%1$s/home allow_all_users=yes
                    }
                    protocol lmtp {
                      mail_plugins = sieve
                    }
                    plugin {
                      sieve = file:%1$s/sieve/%%u.sieve
                    }
                    """.formatted(dir, mail, smtp, imap, lmtp, PASSWORD));
            process = new ProcessBuilder(Programs.path("dovecot").toString(), "-F", "-c", settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("start.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("Dovecot listening")
                .atMost(LONGEST)
                .failFast(() -> assertThat(process.isAlive()).as(log()).isTrue())
                .until(() -> Programs.listensAt(imap) && Programs.listensAt(lmtp));
    }

    public int imap() {
        return imap;
    }

    /**
     * The maildir of somebody, made where there is none: for messages that nobody sends.
     *
     * @return its folder for new messages
     */
    public Path maildir(String address) {
        Path maildir = Programs.openFolder(mail.resolve(address));
        Programs.giveTo("nobody", maildir);
        for (String folder : List.of("cur", "new", "tmp")) {
            Programs.giveTo("nobody", Programs.openFolder(maildir.resolve(folder)));
        }
        return maildir.resolve("new");
    }

    /** For Postfix's {@code transport_maps}. */
    String transport() {
        return "lmtp:inet:127.0.0.1:" + lmtp;
    }

    /** What is done with the letters to somebody (RFC 5228). */
    void sieve(String address, String script) {
        try {
            Programs.giveTo("nobody", Files.writeString(dir.resolve("sieve").resolve(address + ".sieve"), script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try {
            Path log = dir.resolve("log");
            return Files.readString(dir.resolve("start.log")) + (Files.exists(log) ? Files.readString(log) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        await("the end of Dovecot").atMost(LONGEST).until(() -> !process.isAlive());
    }
}
