package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.facteur.address.AddressParser;
import org.facteur.address.EmailAddress;
import org.facteur.address.ParsedAddress;
import org.facteur.contact.Exclusion.Kind;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientsTest {

    private static final String ALL_KINDS = """
            email,nom
            Marie <Marie@x.fr>,Marie
            paul@x.fr,Paul,trop
            sans adresse,Sans
            marie@X.fr;,Encore Marie
            "zoe@x.fr","Zoé"
            stop@x.fr,Stop
            """;

    private static final Reason ASKED = Reason.verbatim("asked to be left alone");

    private static final Suppressions STOP = address -> address.localPart().equals("stop") ? ASKED : null;

    @TempDir
    Path folder;

    private ContactFiles files;

    @BeforeEach
    void files() {
        files = new ContactFiles(folder);
    }

    @Test
    void the_owner_is_told_of_headings_that_were_numbered_and_of_cells_with_several_addresses() {
        Recipients recipients = Recipients.open(
                files.write("email,ville,ville\na@x.fr,,\nb@x.fr ::: c@x.fr,,\nd@x.fr ::: e@x.fr,,\n"),
                Suppressions.NONE);

        assertThat(walk(recipients))
                .extracting(row -> ((Recipient) row).address().toString())
                .containsExactly("a@x.fr", "b@x.fr", "d@x.fr");
        assertThat(recipients.notes())
                .containsExactly(
                        ContactReason.HEADING_AGAIN.of("ville", "ville 2", "ville_2"),
                        ContactReason.ADDRESS_SEVERAL.of(2, 3));
    }

    @Test
    void each_row_is_a_recipient_or_left_out_with_its_reason() {
        List<Listed> all = walk(Recipients.open(files.write(ALL_KINDS), STOP));

        assertThat(all).extracting(Listed::line).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(all.get(0)).isEqualTo(recipient(2, "marie@x.fr", "Marie", "display name \"Marie\" taken off"));
        assertThat(all.get(1))
                .isEqualTo(new Exclusion(
                        3,
                        Kind.INVALID,
                        "paul@x.fr,Paul,trop",
                        ContactReason.ROW_CELLS.of(3, 2, ContactReason.COMMA.of())));
        assertThat(all.get(2))
                .isEqualTo(new Exclusion(
                        4,
                        Kind.INVALID,
                        "sans adresse",
                        ((ParsedAddress.Invalid) new AddressParser().parse("sans adresse")).reason(),
                        Map.of("email", "sans adresse", "nom", "Sans")));
        assertThat(all.get(3))
                .isEqualTo(new Exclusion(5, Kind.DUPLICATE, "marie@x.fr", ContactReason.ROW_DUPLICATE_LINE.of(2)));
        assertThat(all.get(4)).isEqualTo(recipient(6, "zoe@x.fr", "Zoé"));
        assertThat(all.get(5))
                .isEqualTo(new Exclusion(
                        7, Kind.SUPPRESSED, "stop@x.fr", ASKED, Map.of("email", "stop@x.fr", "nom", "Stop")));
    }

    @Test
    void the_address_cell_of_a_recipient_holds_the_address_written_to_in_its_place_among_the_columns() {
        files.write("nom,Courriel,ville\nM,mailto:Marie@x.fr?subject=a,Brest\n");

        Recipient marie = (Recipient)
                walk(Recipients.open(files.source(), Suppressions.NONE)).get(0);

        assertThat(marie.contact().values().entrySet())
                .containsExactly(
                        Map.entry("nom", "M"),
                        Map.entry("Courriel", "marie@x.fr"),
                        Map.entry("ville", "Brest"),
                        Map.entry("email", "marie@x.fr"));
    }

    @ParameterizedTest
    @CsvSource({
        "email, Pro, email 2, email_2",
        "E-Mail, Pro, E-Mail, e_mail",
        "Email, Pro, Email 2, email_2",
        "EMAIL, Pro, EMAIL 2, email_2"
    })
    void email_is_the_address_written_to_whatever_another_column_is_called(
            String other, String asked, String renamed, String plain) {
        files.write(other + ",Pro\nprive@x.fr,pro@x.fr\n");

        Recipients recipients = Recipients.open(files.emailColumn(asked), Suppressions.NONE);
        Recipient row = (Recipient) walk(recipients).get(0);

        assertThat(ColumnNames.variables(row.contact()))
                .containsEntry("email", "pro@x.fr")
                .containsEntry(plain, "prive@x.fr");
        assertThat(row.address()).hasToString("pro@x.fr");
        assertThat(recipients.notes())
                .isEqualTo(
                        renamed.equals(other)
                                ? List.of()
                                : List.of(ContactReason.HEADING_EMAIL.of("Pro", other, renamed, plain)));
    }

    @Test
    void a_walk_that_was_left_anywhere_is_taken_up_there_and_knows_the_addresses_before() throws IOException {
        ContactSource source = files.write(ALL_KINDS);
        List<Listed> all = walk(Recipients.open(source, STOP));

        for (int i = 0; i <= all.size(); i++) {
            try (Recipients taken = Recipients.openAt(source, STOP, i)) {
                assertThat(taken.rows()).isEqualTo(i);
                assertThat(rest(taken)).isEqualTo(all.subList(i, all.size()));
            }
        }
    }

    @Test
    void rows_that_where_leaves_out_are_counted_after_a_restart_too_and_their_addresses_are_not_taken()
            throws IOException {
        files.write("email,voeux\na@x.fr,non\na@x.fr,oui\nc@x.fr,non\nd@x.fr,oui\n");
        ContactSource source = files.where("voeux = oui");

        try (Recipients taken = Recipients.openAt(source, Suppressions.NONE, 1)) {
            assertThat(taken.leftOut()).isEqualTo(1);
            assertThat(rest(taken)).extracting(Listed::line).containsExactly(5L);
            assertThat(taken.leftOut()).isEqualTo(2);
            assertThat(taken.rows()).isEqualTo(2);
        }
        assertThat(walk(Recipients.open(source, Suppressions.NONE))).hasOnlyElementsOfType(Recipient.class);
    }

    @Test
    void a_where_that_leaves_out_nobody_is_told_once_all_is_read() throws IOException {
        files.write("email,statut\na@x.fr,Désinscrite\nb@x.fr,abonné\n");

        try (Recipients recipients = Recipients.open(files.where("statut != désinscrit"), Suppressions.NONE)) {
            assertThat(recipients.notes()).isEmpty();
            assertThat(rest(recipients)).hasSize(2);
            assertThat(recipients.notes())
                    .singleElement()
                    .asString()
                    .contains("where: statut != désinscrit: it leaves out nobody");
        }
        try (Recipients recipients = Recipients.open(files.where("statut != désinscrite"), Suppressions.NONE)) {
            assertThat(rest(recipients)).hasSize(1);
            assertThat(recipients.notes()).isEmpty();
        }
    }

    private static Recipient recipient(long line, String address, String name, String... cleanups) {
        Contact contact = new Contact(line, Map.of("email", address, "nom", name));
        return new Recipient(EmailAddress.of(address), contact, List.of(cleanups));
    }

    private static List<Listed> walk(Recipients recipients) {
        try (recipients) {
            return rest(recipients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Listed> rest(Recipients recipients) {
        List<Listed> all = new ArrayList<>();
        for (@Nullable Listed next = recipients.next(); next != null; next = recipients.next()) {
            all.add(next);
        }
        return all;
    }
}
