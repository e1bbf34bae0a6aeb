package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema for editors and the readers of job files know the same keys. */
class JobSchemaTest {

    private static final String INIT = "/org/facteur/cli/init/";
    private static final String SCHEMA = "facteur-job.schema.json";
    private static final JsonNode TREE = JsonMapper.builder().build().readTree(resource(SCHEMA));

    /** In no way near to any key, so that the reader lists those there are. */
    private static final String NO_KEY = "q".repeat(60);

    private static final Pattern KEYS_THERE_ARE =
            Pattern.compile("(?m): (?:(\\S+)\\.)?" + NO_KEY + " is not a key; there are: (.+)$");

    @TempDir
    private Path directory;

    private static String resource(String name) {
        try (InputStream in = JobSchemaTest.class.getResourceAsStream(INIT + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> mistakes(String yaml) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(TREE);
        return schema.validate(yaml, InputFormat.YAML).stream()
                .map(Error::toString)
                .toList();
    }

    @Test
    void each_section_has_exactly_the_keys_that_its_reader_asks_for() throws Exception {
        Path job = Files.writeString(directory.resolve("job.yaml"), """
                %1$s: 1
                campaign:
                  %1$s: 1
                  contacts: { %1$s: 1 }
                  message: { unsubscribe: { %1$s: 1 }, %1$s: 1 }
                  relays: [ { relay: ecole, %1$s: 1 } ]
                  pace: { window: { %1$s: 1 }, warm-up: { %1$s: 1 }, %1$s: 1 }
                  retry: { %1$s: 1 }
                  check: { accept: [ { %1$s: 1 } ], canary: { %1$s: 1 }, %1$s: 1 }
                  dkim: { ed25519: { %1$s: 1 }, %1$s: 1 }
                relays:
                  ecole: { oauth2: { %1$s: 1 }, %1$s: 1 }
                  sandbox: { %1$s: 1 }
                cluster: { %1$s: 1 }
                """.formatted(NO_KEY));

        Map<String, Set<String>> asked = askedFor(job);

        Map<String, Set<String>> offered = new TreeMap<>();
        offered.put("", keys(""));
        offered.put("campaign", keys("/$defs/campaign"));
        offered.put("campaign.contacts", keys("/$defs/contacts"));
        offered.put("campaign.message", keys("/$defs/message"));
        offered.put("campaign.message.unsubscribe", keys("/$defs/message/properties/unsubscribe"));
        offered.put("campaign.relays[0]", keys("/$defs/route/anyOf/1"));
        offered.put("campaign.pace", keys("/$defs/pace"));
        offered.put("campaign.pace.window", keys("/$defs/pace/properties/window"));
        offered.put("campaign.pace.warm-up", keys("/$defs/pace/properties/warm-up"));
        offered.put("campaign.retry", keys("/$defs/retry"));
        offered.put("campaign.check", keys("/$defs/check"));
        offered.put("campaign.check.accept[0]", keys("/$defs/acceptance"));
        offered.put("campaign.check.canary", keys("/$defs/check/properties/canary"));
        offered.put("campaign.dkim", keys("/$defs/dkim"));
        offered.put("campaign.dkim.ed25519", keys("/$defs/dkim/properties/ed25519"));
        offered.put("relays.ecole", keys("/$defs/relay"));
        offered.put("relays.ecole.oauth2", keys("/$defs/relay/properties/oauth2"));
        offered.put("relays.sandbox", keys("/$defs/sandbox"));
        offered.put("cluster", keys("/$defs/cluster"));
        assertThat(asked).isEqualTo(offered);
    }

    private static Map<String, Set<String>> askedFor(Path job) {
        JobFileException refused = catchThrowableOfType(
                JobFileException.class, () -> JobFile.load(job, Map.of(), Map.of(), null, Purpose.LOOK));
        Map<String, Set<String>> asked = new TreeMap<>();
        Matcher problem = KEYS_THERE_ARE.matcher(String.valueOf(refused.getMessage()));
        while (problem.find()) {
            String section = problem.group(1) == null ? "" : problem.group(1);
            asked.put(section, new TreeSet<>(List.of(problem.group(2).split(", "))));
        }
        return asked;
    }

    private static Set<String> keys(String pointer) {
        JsonNode section = TREE.at(pointer);
        assertThat(section.get("additionalProperties").asBoolean()).as(pointer).isFalse();
        return new TreeSet<>(section.get("properties").propertyNames());
    }

    @Test
    void presets_and_providers_are_those_that_are_known() {
        assertThat(strings("/$defs/relay/properties/preset/anyOf/0/enum")).containsExactlyElementsOf(Presets.names());
        assertThat(strings("/$defs/pace/properties/per-domain/propertyNames/anyOf/1/enum"))
                .containsExactlyInAnyOrderElementsOf(Providers.names());
    }

    private static List<String> strings(String pointer) {
        return TREE.at(pointer).valueStream().map(JsonNode::asString).toList();
    }

    static Stream<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("jobs"))) {
            List<String> jobs = files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(JobSchemaTest::read)
                    .toList();
            assertThat(jobs).isNotEmpty();
            return Stream.concat(
                    jobs.stream(),
                    Stream.of("fr/jobs/voeux.yaml", "en/jobs/greetings.yaml").map(JobSchemaTest::resource));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void the_samples_are_right_and_name_the_schema_beside_them(String job) {
        assertThat(mistakes(job)).isEmpty();
        assertThat(job).startsWith("# yaml-language-server: $schema=" + SCHEMA + "\n");
    }

    @Test
    void the_schema_beside_the_sample_jobs_is_the_one_that_init_writes() {
        assertThat(read(Path.of("jobs", SCHEMA))).isEqualTo(resource(SCHEMA));
    }

    @Test
    void the_readme_s_job_file_is_right() {
        String readme = read(Path.of("README.md"));
        int from = readme.indexOf("```yaml\n") + 8;

        assertThat(mistakes(readme.substring(from, readme.indexOf("```", from))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limits: [ 500 per day ]        | limits
            limits: [ 0/day ]              | limits
            limits: [ "${LIMIT}" ]         |
            pause: 20..40                  | pause
            pause: 0                       |
            chunk: 0                       | chunk
            chunk: "${CHUNK:20}"           |
            chnk: 5                        | chnk
            patience: 30 minutes           | patience
            patience: 1h30m                |
            window: { from: "22:00" }      | window
            window: { from: "25:00", to: "06:00" } | window
            per-domain: { gmail: 20/minute } | per-domain
            per-domain: { google: 20/minute, "*": 60/minute } |
            warm-up: { start: 50/hour, growth: 1.5 } | warm-up
            warm-up: { start: 50/day, growth: 1 } | warm-up
            """)
    void a_pace_that_the_readers_refuse_is_marked(String pace, @Nullable String where) throws Exception {
        String yaml = """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Hello, text: letter.txt }
                  relays: [ sandbox ]
                  pace: { %s }
                """.formatted(pace);
        Path job = Files.writeString(directory.resolve("job.yaml"), yaml);

        boolean refused = catchThrowableOfType(
                        JobFileException.class,
                        () -> JobFile.load(job, Map.of(), Map.of("LIMIT", "5/day", "CHUNK", "20"), null, Purpose.LOOK))
                != null;

        assertThat(refused).isEqualTo(where != null);
        if (where == null) {
            assertThat(mistakes(yaml)).isEmpty();
        } else {
            assertThat(mistakes(yaml)).anyMatch(mistake -> mistake.contains(where));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zythom@ecole.example                        | true
            [ zythom@ecole.example, marie@ecole.example ] | true
            [ zythom@ecole.example, marie ]             | false
            { to: zythom@ecole.example }                | false
            """)
    void who_is_told_is_an_address_or_a_list_of_them(String notify, boolean right) throws Exception {
        String yaml = """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Hello, text: letter.txt }
                  relays: [ sandbox ]
                  notify: %s
                """.formatted(notify);
        Path job = Files.writeString(directory.resolve("job.yaml"), yaml);

        boolean read = catchThrowableOfType(
                        JobFileException.class, () -> JobFile.load(job, Map.of(), Map.of(), null, Purpose.LOOK))
                == null;

        assertThat(read).isEqualTo(right);
        assertThat(mistakes(yaml).isEmpty()).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: geheim",
                "preset: gmial",
                "tls: ssl",
                "port: 70000",
                "oauth2: { client-id: 7, key: 1 }",
                "login: me"
            })
    void a_relay_that_the_readers_refuse_is_marked(String setting) throws Exception {
        String yaml = """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Hello, text: letter.txt }
                  relays: [ ecole ]
                relays:
                  ecole: { host: smtp.ecole.example, username: zythom, %s }
                """.formatted(setting);
        Path job = Files.writeString(directory.resolve("job.yaml"), yaml);

        assertThat(catchThrowableOfType(
                        JobFileException.class, () -> JobFile.load(job, Map.of(), Map.of(), null, Purpose.LOOK)))
                .isNotNull();
        assertThat(mistakes(yaml)).isNotEmpty();
    }
}
