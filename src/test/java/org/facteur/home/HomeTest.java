package org.facteur.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reasoned;
import org.facteur.report.InFrench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    private static final Path JOB = Path.of("/srv/mailing/jobs/voeux.yaml");
    private static final Map<String, String> ENV = Map.of("FACTEUR_HOME", "/var/lib/facteur");

    @Test
    void the_option_goes_before_the_variable_and_that_before_the_job_files_place() {
        assertThat(Home.of(JOB, Path.of("/home/z"), ENV).dir())
                .isEqualTo(Path.of("/home/z").toAbsolutePath());
        assertThat(Home.of(JOB, null, ENV).dir())
                .isEqualTo(Path.of("/var/lib/facteur").toAbsolutePath());
        assertThat(Home.of(JOB, null, Map.of()).dir())
                .isEqualTo(Path.of("/srv/mailing").toAbsolutePath());
        assertThat(Home.of(JOB, null, Map.of("FACTEUR_HOME", " ")).dir())
                .isEqualTo(Path.of("/srv/mailing").toAbsolutePath());
    }

    @Test
    void it_is_the_same_from_whatever_directory_the_job_file_is_named() {
        Path here = Path.of("").toAbsolutePath();

        assertThat(Home.of(Path.of("jobs/voeux.yaml"), null, Map.of()).dir()).isEqualTo(here);
        assertThat(Home.of(Path.of("jobs/../jobs/voeux.yaml"), null, Map.of()).dir())
                .isEqualTo(here);
        assertThat(Home.of(Path.of("voeux.yaml"), null, Map.of()).dir()).isEqualTo(here.resolveSibling(""));
    }

    @Test
    void a_job_file_at_the_root_has_its_home_there() {
        assertThat(Home.of(Path.of("/voeux.yaml"), null, Map.of()).dir())
                .isEqualTo(Path.of("/").toAbsolutePath());
    }

    @Test
    void everything_lies_in_var() {
        Home home = new Home(Path.of("/srv/mailing"));
        Path var = home.dir().resolve("var");

        assertThat(home.var()).isEqualTo(var);
        assertThat(home.ledger()).isEqualTo(var.resolve("ledger"));
        assertThat(home.lock()).isEqualTo(var.resolve("facteur.lock"));
        assertThat(home.status()).isEqualTo(var.resolve("status.json"));
        assertThat(home.logs()).isEqualTo(var.resolve("log"));
        assertThat(home.sandbox("voeux")).isEqualTo(var.resolve("sandbox/voeux"));
        assertThat(home.reports()).isEqualTo(var.resolve("reports"));
    }

    @Test
    void a_link_in_its_place_that_leads_nowhere_is_told_as_one(@TempDir Path folder) throws IOException {
        Home home = new Home(folder);
        Files.createSymbolicLink(home.var(), folder.resolve("unplugged"));

        assertThatThrownBy(home::create)
                .isInstanceOf(HomeException.class)
                .hasMessageContaining("(a link of that name leads nowhere)");
    }

    @Test
    void a_file_in_its_place_is_told_with_what_to_do(@TempDir Path folder) throws IOException {
        Home home = new Home(folder);
        Files.createFile(home.var());

        assertThatThrownBy(home::create)
                .isInstanceOf(HomeException.class)
                .hasMessage("the folder " + home.var()
                        + " cannot be made or written to (a file of that name is in its place);"
                        + " see to its permissions, or name another home with --home")
                .satisfies(e -> assertThat(Mendable.exitCodeOf(e)).isEqualTo(ExitCodes.NO_INPUT))
                .satisfies(e ->
                        assertThat(InFrench.said(Reasoned.of(e))).contains("(un fichier de ce nom est à sa place)"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void it_is_private_to_its_owner(@TempDir Path folder) throws IOException {
        Home home = new Home(folder.resolve("new/home")).create();

        assertThat(Files.getPosixFilePermissions(home.var())).isEqualTo(PosixFilePermissions.fromString("rwx------"));

        Files.setPosixFilePermissions(home.var(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Files.getPosixFilePermissions(home.create().var()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void the_users_own_folder_is_meant_where_no_shell_puts_it_in() {
        Path own = Path.of(System.getProperty("user.home"));

        assertThat(Home.of(JOB, null, Map.of("FACTEUR_HOME", "~/mailing")).dir())
                .isEqualTo(own.resolve("mailing"));
        assertThat(Home.path("~")).isEqualTo(own);
        assertThat(Home.path("~marie/x")).isEqualTo(Path.of("~marie/x"));
    }
}
