package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.dispatch.Stop;
import org.facteur.job.MailingRun;
import org.facteur.job.RunOptions;
import org.facteur.job.RunResult;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class InitCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int init(String... arguments) {
        CommandLine facteur = Facteur.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return facteur.execute(
                Stream.concat(Stream.of("init"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static Campaign job(Path folder, Sample sample) {
        return JobFile.load(folder.resolve(sample.job()), Map.of(), Map.of(), null, Purpose.SEND);
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void what_it_makes_is_sent_into_the_sandbox_as_it_stands(Sample sample) throws Exception {
        Path folder = directory.resolve("premier envoi");
        assertThat(init(folder.toString(), "--locale", sample.name().toLowerCase(Locale.ROOT)))
                .isEqualTo(ExitCodes.DONE);
        Campaign campaign = job(folder, sample);
        campaign.home().create();

        RunResult result = new MailingRun(Timing.system(), new Stop()).run(campaign, new RunOptions(false));

        assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(result.status().counts().sent()).isEqualTo(6);
        // The seventh row of the contacts is not to be written to.
        assertThat(result.status().rows()).isEqualTo(6);
        try (Stream<Path> letters = Files.list(campaign.home().sandbox(campaign.name()))) {
            List<String> letter =
                    Files.readAllLines(letters.filter(file -> file.toString().endsWith(".eml"))
                            .sorted()
                            .findFirst()
                            .orElseThrow());
            assertThat(letter).anyMatch(line -> line.startsWith("Content-Type: image/png"));
        }
        assertThat(campaign.warnings()).isEmpty();
    }

    @Test
    void it_says_what_it_made_and_the_commands_that_follow() {
        Path folder = directory.resolve("l'envoi");

        init(folder.toString(), "--locale", "en");

        assertThat(out.toString())
                .contains("jobs/greetings.yaml, input/contacts.csv")
                .contains("facteur run '" + directory + "/l'\\''envoi/jobs/greetings.yaml'");
    }

    @ParameterizedTest
    @CsvSource({"input/contacts.csv", "jobs/voeux.yaml"})
    void it_overwrites_nothing_and_then_writes_nothing(String taken) throws Exception {
        Files.createDirectories(directory.resolve(taken).getParent());
        Files.writeString(directory.resolve(taken), "mine");

        assertThat(init(directory.toString(), "--locale", "fr")).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString()).contains(taken + " already").contains("another folder");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(directory.resolve(taken));
        }
        assertThat(directory.resolve(taken)).hasContent("mine");
    }

    @Test
    void a_folder_that_holds_other_things_keeps_them() throws Exception {
        Files.writeString(directory.resolve("notes.txt"), "mine");

        assertThat(init(directory.toString())).isEqualTo(ExitCodes.DONE);

        assertThat(directory.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void a_file_is_no_folder() throws Exception {
        Path file = Files.writeString(directory.resolve("voeux"), "");

        assertThat(init(file.toString())).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString()).contains("voeux is a file");
    }

    @ParameterizedTest
    @CsvSource({"fr-FR,FR", "fr-CA,FR", "en-GB,EN", "de-DE,EN"})
    void the_letter_speaks_the_user_s_language_where_there_is_one(Locale locale, Sample sample) {
        assertThat(Sample.in(locale)).isEqualTo(sample);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-24,2027", "2027-01-03,2027", "2027-06-30,2027", "2027-07-01,2028"})
    void greetings_wish_the_next_year_from_july_on(LocalDate today, int year) {
        assertThat(Sample.yearToWish(today)).isEqualTo(year);
    }
}
