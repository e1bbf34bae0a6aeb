package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.facteur.ledger.LedgerFile;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("files")
class MigrationsTest {

    @TempDir
    Path folder;

    @Test
    void the_newest_migration_is_the_one_that_the_program_knows() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("V"))
                            .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                            .max())
                    .hasValue(Migrations.NEWEST);
        }
    }

    @Test
    void a_ledger_that_a_newer_version_wrote_to_is_refused() {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger"))) {
            file.template().update("UPDATE \"flyway_schema_history\" SET \"version\" = '99' WHERE \"version\" = '6'");

            assertThatThrownBy(file::writer)
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("newer version of Facteur")
                    .hasMessageContaining("99");
        }
    }

    @Test
    void a_migration_that_was_changed_is_told_in_a_sentence() {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger"))) {
            file.template().update("UPDATE \"flyway_schema_history\" SET \"checksum\" = 1 WHERE \"version\" = '3'");
            Flyway flyway = Flyway.configure()
                    .dataSource(file.source())
                    .locations("classpath:db/migration/common", "classpath:db/migration/hsqldb")
                    .load();

            assertThatThrownBy(flyway::migrate)
                    .isInstanceOf(FlywayValidateException.class)
                    .satisfies(failure -> assertThat(Migrations.explain(failure, "var/ledger"))
                            .hasMessageContaining("tables of version 3"));
        }
    }
}
