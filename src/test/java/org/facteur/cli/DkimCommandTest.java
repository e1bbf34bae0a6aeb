package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.dkim.DkimKey;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "rights of files, and links")
class DkimCommandTest {

    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;

    @BeforeEach
    void name_a_file() {
        file = directory.resolve("key.pem");
    }

    private int dkim(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dkim", "new"));
        all.addAll(List.of(arguments));
        CommandLine facteur = Facteur.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return facteur.execute(all.toArray(String[]::new));
    }

    private int make(String... more) {
        List<String> all = new ArrayList<>(
                List.of("--domain", "Ecole.example", "--selector", "facteur", "--key-file", file.toString()));
        all.addAll(List.of(more));
        return dkim(all.toArray(String[]::new));
    }

    /** As the DNS will have it. */
    private String published() {
        List<String> strings = new ArrayList<>();
        Matcher string = STRING.matcher(out.toString());
        while (string.find()) {
            strings.add(string.group(1));
        }
        assertThat(strings).allMatch(text -> text.length() <= 255);
        return String.join("", strings);
    }

    @Test
    void a_key_is_made_that_only_its_owner_may_read() throws Exception {
        assertThat(make()).as(err.toString()).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        DkimKey key = DkimKey.parse(Files.readString(file));
        assertThat(key.bits()).isEqualTo(2048);
        assertThat(published()).isEqualTo(key.record());
        assertThat(out.toString())
                .contains("facteur._domainkey.ecole.example. IN TXT (")
                .contains("dkim: { domain: ecole.example, selector: facteur, key-file: " + file + " }")
                .doesNotContain("PRIVATE");
    }

    @Test
    void a_key_for_a_second_signature_is_short() throws Exception {
        assertThat(make("--ed25519")).as(err.toString()).isZero();

        assertThat(published())
                .isEqualTo(DkimKey.parse(Files.readString(file)).record())
                .contains("k=ed25519");
        assertThat(out.toString()).contains("ed25519: { selector: facteur, key-file: ");
    }

    @Test
    void nothing_is_overwritten() throws Exception {
        Files.writeString(file, "an older key");

        assertThat(make("--ed25519")).isEqualTo(ExitCodes.USAGE);

        assertThat(file).hasContent("an older key");
        assertThat(err.toString()).contains(file + " is there already, and no key is overwritten");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void no_link_is_followed() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        Files.createSymbolicLink(file, elsewhere);

        assertThat(make("--ed25519")).isEqualTo(ExitCodes.USAGE);

        assertThat(Files.exists(elsewhere, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void a_folder_that_is_not_there_is_told() {
        file = directory.resolve("none/key.pem");

        assertThat(make("--ed25519")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("cannot be written");
    }

    @Test
    void what_is_no_domain_or_selector_is_told() {
        assertThat(dkim("--domain", "a b", "--selector", "facteur")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--domain");
        assertThat(dkim("--domain", "ecole.example", "--selector", "a/b")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--selector \"a/b\" is not a selector");
    }

    @Test
    void without_a_word_what_it_can_do_is_told() {
        CommandLine facteur = Facteur.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        assertThat(facteur.execute("dkim")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("new");
    }
}
