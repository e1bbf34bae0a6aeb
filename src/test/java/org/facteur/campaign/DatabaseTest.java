package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.facteur.home.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code spring.datasource}: which database keeps the ledger. */
class DatabaseTest {

    private static final String URL = "jdbc:postgresql://db.ecole.example/facteur";

    @TempDir
    Path folder;

    private Job datasource(String... lines) {
        return Job.in(folder).plus("spring:\n  datasource:\n    " + String.join("\n    ", lines));
    }

    @Test
    void without_it_the_ledger_is_in_var() {
        assertThat(Job.in(folder).load().database()).isNull();
        assertThat(Job.in(folder).plus("spring: {}").load().database()).isNull();
    }

    @Test
    void a_job_file_says_where_the_ledger_is_and_how_to_log_in() {
        assertThat(datasource("url: " + URL, "username: zythom", "password: ${PW}")
                        .env("PW", "geheim")
                        .load()
                        .database())
                .isEqualTo(new Database(URL, "zythom", "geheim"));
        assertThat(datasource("url: " + URL, "password-file: ../secret")
                        .holding("secret", "geheim\n")
                        .load()
                        .database())
                .isEqualTo(new Database(URL, null, "geheim"));
    }

    @Test
    void the_environment_goes_before_the_file_as_with_spring_boot() {
        Job job = datasource("url: " + URL, "username: zythom", "password: ${PW}")
                .env("SPRING_DATASOURCE_URL", "jdbc:postgresql://other/facteur")
                .env("SPRING_DATASOURCE_PASSWORD", "geheim");

        assertThat(job.load().database())
                .isEqualTo(new Database("jdbc:postgresql://other/facteur", "zythom", "geheim"));
        assertThat(Job.in(folder)
                        .env("SPRING_DATASOURCE_URL", URL)
                        .env("SPRING_DATASOURCE_USERNAME", "zythom")
                        .load()
                        .database())
                .isEqualTo(new Database(URL, "zythom", null));
    }

    @Test
    void without_a_job_file_the_environment_alone_says_it() {
        Map<String, String> login =
                Map.of("SPRING_DATASOURCE_USERNAME", "zythom", "SPRING_DATASOURCE_PASSWORD", "geheim");

        assertThat(Database.of(login)).isEmpty();
        assertThat(Database.of(Map.of("SPRING_DATASOURCE_URL", URL))).contains(new Database(URL, null, null));
        assertThat(new Database(URL, "other", null).with(login)).isEqualTo(new Database(URL, "zythom", "geheim"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.of(Map.of("SPRING_DATASOURCE_URL", "jdbc:mysql://db/facteur")))
                .withMessageStartingWith("SPRING_DATASOURCE_URL is not a PostgreSQL database");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://db/facteur", "jdbc:hsqldb:file:var/ledger", "postgres://db/facteur", "db"})
    void another_kind_of_database_is_refused(String url) {
        String problem = "is not a PostgreSQL database; write for example jdbc:postgresql://localhost/facteur,"
                + " or leave it out: the ledger is var/ledger then";

        assertThat(datasource("url: " + url).problems()).containsExactly("job:9: spring.datasource.url " + problem);
        assertThat(Job.in(folder)
                        .plus("spring: {}")
                        .env("SPRING_DATASOURCE_URL", url)
                        .problems())
                .containsExactly("job:7: spring cannot be as the environment says: SPRING_DATASOURCE_URL " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                URL + "?user=zythom&password=geheim",
                URL + "?sslPassword=geheim",
                "jdbc:postgresql://zythom:geheim@db/facteur"
            })
    void a_password_inside_the_url_is_refused_and_not_repeated(String url) {
        var refused = datasource("url: \"" + url + "\"").refused();

        assertThat(refused.problems())
                .singleElement()
                .asString()
                .endsWith("holds a password for others to read; write password: ${SPRING_DATASOURCE_PASSWORD} or"
                        + " password-file:");
        assertThat(refused.toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password: geheim | password stands in the file for others to read; write"
                        + " ${SPRING_DATASOURCE_PASSWORD} or password-file:",
                "password: ${PW} | password ${PW} has no value; set the environment variable PW or write"
                        + " password-file:",
                "pasword: ${PW} | pasword is not a key; did you mean password?"
            })
    void its_other_mistakes_are_told_too(String line, String problem) {
        assertThat(datasource("url: " + URL, line).problems()).containsExactly("job:10: spring.datasource." + problem);
    }

    @Test
    void a_login_without_a_database_is_a_mistake() {
        assertThat(datasource("username: zythom").problems())
                .containsExactly("job:8: spring.datasource.url is missing; write for example"
                        + " url: jdbc:postgresql://localhost/facteur");
    }

    @ParameterizedTest
    @EnumSource(
            value = Purpose.class,
            names = {"LOOK", "PREVIEW"})
    void who_does_not_send_needs_no_password_and_uses_the_one_that_is_there(Purpose purpose) {
        Job job = datasource("url: " + URL, "password: ${PW}");

        assertThat(job.load(purpose).database()).isEqualTo(new Database(URL, null, null));
        assertThat(job.env("PW", "geheim").load(purpose).database()).isEqualTo(new Database(URL, null, "geheim"));
    }

    @Test
    void a_missing_password_file_stops_only_what_sends() {
        Job job = datasource("url: " + URL, "password-file: ../secret");

        assertThat(job.problems())
                .containsExactly("job:10: spring.datasource.password-file names a file that does not exist: "
                        + folder.resolve("secret") + "; paths are relative to the job file");
        assertThat(job.load(Purpose.LOOK).database()).isEqualTo(new Database(URL, null, null));
    }

    @Test
    void nobody_is_to_believe_that_other_settings_of_spring_hold() {
        assertThat(Job.in(folder)
                        .plus("spring: { batch: { job: { enabled: false } } }\nlogging: { level: { root: debug } }")
                        .warnings())
                .containsExactly(
                        "job:7: spring.batch is not read; of Spring Boot's settings only datasource is",
                        "job:8: logging is not read; the log is in var/log");
    }

    @Test
    void the_password_is_not_told() {
        assertThat(new Database(URL, "zythom", "geheim").toString())
                .contains(URL, "zythom")
                .doesNotContain("geheim");
    }
}
