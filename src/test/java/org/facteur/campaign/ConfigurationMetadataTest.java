package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepository;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;
import org.springframework.boot.configurationmetadata.ValueHint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors for Spring Boot read. */
class ConfigurationMetadataTest {

    private static final Path METADATA = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");
    private static final Path SCHEMA = Path.of("src/main/resources/org/facteur/cli/init/facteur-job.schema.json");
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void it_says_what_the_schema_says() throws IOException {
        JsonNode made = ConfigurationMetadata.of(JSON.readTree(SCHEMA));
        Path proposal = Path.of("target/spring-configuration-metadata.json");
        Files.writeString(proposal, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n");

        assertThat(JSON.readTree(METADATA))
                .as("the schema has changed; copy %s to %s", proposal, METADATA)
                .isEqualTo(made);
    }

    @Test
    void spring_s_own_reader_finds_the_keys_with_their_types_descriptions_and_values() throws IOException {
        ConfigurationMetadataRepository read;
        try (InputStream in = Files.newInputStream(METADATA)) {
            read = ConfigurationMetadataRepositoryJsonBuilder.create(in).build();
        }

        ConfigurationMetadataProperty chunk = property(read, "campaign.pace.chunk");
        assertThat(chunk.getType()).isEqualTo("java.lang.Integer");
        assertThat(chunk.getDescription()).contains("then a pause");
        assertThat(property(read, "campaign.pace.limits").getType()).isEqualTo("java.util.List<java.lang.String>");
        assertThat(property(read, "relays").getType()).isEqualTo("java.util.Map<java.lang.String,java.lang.Object>");
        assertThat(property(read, "relays.sandbox.connections").getType()).isEqualTo("java.lang.Integer");
        assertThat(values(property(read, "campaign.on-doubt").getHints().getValueHints()))
                .containsExactly("hold", "resend");
        assertThat(values(property(read, "campaign.pace.per-domain").getHints().getKeyHints()))
                .contains("google", "orange");
    }

    private static ConfigurationMetadataProperty property(ConfigurationMetadataRepository read, String name) {
        return Objects.requireNonNull(read.getAllProperties().get(name), name);
    }

    private static List<Object> values(List<ValueHint> hints) {
        return hints.stream().map(ValueHint::getValue).toList();
    }
}
