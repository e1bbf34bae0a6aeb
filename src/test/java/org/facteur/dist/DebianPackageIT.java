package org.facteur.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.facteur.dist.Shell.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, installed, used and removed again; only root can, and only where it is not installed already. */
@Tag("dist")
class DebianPackageIT {

    private static final Path COMMAND = Path.of("/usr/bin/facteur");

    private boolean hadUser;
    private boolean installed;

    @TempDir
    private Path directory;

    @AfterEach
    void purge() {
        if (installed) {
            shell().run("dpkg", "--purge", "facteur");
            // The package leaves its user, whose ledgers may be there; here there are none.
            if (!hadUser) {
                shell().run("userdel", "facteur");
            }
        }
    }

    private Shell shell() {
        return new Shell(directory).with("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
    }

    private void install() {
        Shell.assumeInstalled("dpkg");
        assumeTrue(shell().run("id", "-u").said().strip().equals("0"), "only root can install a package");
        assumeTrue(Files.notExists(COMMAND), "facteur is installed here already");
        hadUser = shell().run("id", "facteur").exitCode() == 0;
        installed = true;
        Ended ended =
                shell().run("dpkg", "--install", Shell.built("facteur_*.deb").toString());
        assumeTrue(!ended.said().contains("dependency problems"), "what it depends on is not installed: " + ended);
        assertThat(ended.exitCode()).as(ended.said()).isZero();
    }

    @Test
    void installed_it_runs_completes_and_has_pages_and_removed_it_leaves_nothing() throws Exception {
        install();

        assertThat(shell().run("facteur", "--version").said()).startsWith("facteur ");
        assertThat(shell().run("facteur", "init", "mailing", "--locale", "en").exitCode())
                .isZero();
        Ended sent = shell().run("facteur", "run", "mailing/jobs/greetings.yaml");
        assertThat(sent.said()).contains("COMPLETED", "6 sent");
        assertThat(sent.exitCode()).isZero();
        for (String file : List.of(
                "/usr/share/man/man1/facteur.1.gz",
                "/usr/share/man/man1/facteur-run.1.gz",
                "/usr/share/bash-completion/completions/facteur",
                "/usr/share/zsh/vendor-completions/_facteur",
                "/usr/share/fish/vendor_completions.d/facteur.fish",
                "/usr/share/doc/facteur/copyright",
                "/usr/share/doc/facteur/examples/jobs/voeux.yaml",
                "/usr/lib/systemd/system/facteur@.timer",
                "/usr/lib/systemd/user/facteur@.service")) {
            assertThat(Path.of(file)).isRegularFile();
        }
        // Made by the installation, for all users.
        assertThat(Path.of("/var/cache/facteur")).isNotEmptyDirectory();
        systemdAcceptsTheUnits();

        assertThat(shell().run("dpkg", "--purge", "facteur").exitCode()).isZero();
        for (String gone : List.of(
                "/usr/bin/facteur",
                "/usr/share/facteur",
                "/usr/share/doc/facteur",
                "/var/cache/facteur",
                "/etc/facteur",
                "/var/lib/facteur",
                "/usr/lib/systemd/system/facteur@.timer")) {
            assertThat(Path.of(gone)).doesNotExist();
        }
    }

    private void systemdAcceptsTheUnits() {
        if (!Shell.has("systemd-analyze")) {
            return;
        }
        Ended system = shell().run(
                        "systemd-analyze",
                        "verify",
                        "/usr/lib/systemd/system/facteur@voeux.service",
                        "/usr/lib/systemd/system/facteur@voeux.timer",
                        "/usr/lib/systemd/system/facteur-worker@voeux.service");
        assertThat(system.said()).doesNotContain("facteur@", "facteur-worker@");
        assertThat(system.exitCode()).as(system.said()).isZero();
    }
}
