package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.facteur.home.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogsTest {

    @TempDir
    private Path folder;

    private Path log(String name) {
        return folder.resolve("var/log").resolve(name);
    }

    private static String told(Throwable failure) {
        StringWriter said = new StringWriter();
        Bugs.tell(failure, new PrintWriter(said));
        return said.toString();
    }

    @Test
    void what_happens_in_a_run_and_what_becomes_of_letters_are_two_logs() {
        Logs.open(new Home(folder).create());

        LoggerFactory.getLogger("org.facteur.job").info("a chunk");
        LoggerFactory.getLogger("facteur.mail").info("voeux 7 SENT");

        assertThat(log("facteur.log")).content().contains("a chunk").doesNotContain("voeux 7");
        assertThat(log("mail.log")).content().contains("voeux 7 SENT").doesNotContain("a chunk");
    }

    @Test
    void a_value_with_a_line_break_makes_no_line_of_its_own() {
        Logs.open(new Home(folder).create());

        LoggerFactory.getLogger("facteur.mail").info("{} SENT", "x\n2026-12-24 8 SENT\u001b[2J");

        assertThat(log("mail.log")).content().hasLineCount(1).doesNotContain("\u001b");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_log_is_its_owners_after_a_roll_too() throws IOException {
        Logs.open(new Home(folder).create());
        assertThat(Files.getPosixFilePermissions(log("mail.log")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        LogFile file = (LogFile)
                ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("facteur.mail")).getAppender("mail.log");
        file.rollover();

        assertThat(log("mail.log.1")).exists();
        try (Stream<Path> logs = Files.list(folder.resolve("var/log"))) {
            assertThat(logs)
                    .hasSize(3)
                    .allSatisfy(one -> assertThat(Files.getPosixFilePermissions(one))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** To Logback a percent sign in the name of a log is the beginning of a date, or nothing at all. */
    @Test
    void a_home_whose_path_has_a_percent_sign_has_its_logs_too() {
        Path home = folder.resolve("100%41 (2027)");
        Logs.open(new Home(home).create());
        LogFile file = (LogFile)
                ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("facteur.mail")).getAppender("mail.log");
        file.rollover();

        assertThat(home.resolve("var/log/mail.log.1")).exists();
    }

    @Test
    void a_bug_is_told_in_a_sentence_that_names_the_file_with_its_trace() {
        Logs.belongTo(new Home(folder).create());

        assertThat(told(new IllegalStateException("boom")))
                .isEqualToIgnoringNewLines("facteur: a bug of ours: java.lang.IllegalStateException: boom;"
                        + " please report it with " + log("facteur.log"));
        assertThat(log("facteur.log"))
                .content()
                .contains("IllegalStateException: boom", "at org.facteur.cli.screen.LogsTest");
    }

    @Test
    void a_bug_where_there_is_no_home_yet_makes_none_and_shows_its_trace() {
        Logs.belongTo(new Home(folder));

        assertThat(told(new IllegalStateException("boom")))
                .contains("a bug of ours", "at org.facteur.cli.screen.LogsTest")
                .doesNotContain("facteur.log");
        assertThat(folder.resolve("var")).doesNotExist();
    }
}
