package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.contact.ContactFiles.describe;
import static org.facteur.contact.ContactFiles.rows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import org.facteur.contact.charset.CharsetNames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharsetDetectorTest {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final String FRENCH = """
            email;Prénom;Remarque
            a@x.fr;Zoé;Noël à l'école, où ça créée
            b@x.fr;François;Événement à 10 heures
            """;

    @TempDir
    Path folder;

    private ContactFiles files;

    @BeforeEach
    void files() {
        files = new ContactFiles(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void a_byte_order_mark_tells_the_charset_and_is_no_part_of_the_first_heading(String charset) {
        assertReads("\uFEFF" + FRENCH, Charset.forName(charset), charset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "x-MacRoman"})
    void without_a_mark_the_bytes_tell_the_charset(String charset) {
        assertReads(FRENCH, Charset.forName(charset), charset);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16LE, 用户, 例子",
        "UTF-16BE, 用户, 例子",
        "UTF-8, 😀🎉, été",
        "windows-1252, Cœur, 5 €",
        "ISO-2022-JP, 太郎, 山田",
        "ISO-2022-KR, 민준, 김서연",
        "ISO-8859-15, Cœur, 5 €",
        "windows-1252, l´été, voilà…"
    })
    void letters_of_other_alphabets_and_signs_are_read_right(String charset, String first, String second) {
        files.write("email,a,b\nx@x.fr," + first + "," + second + "\n", Charset.forName(charset));

        assertThat(rows(files.source()))
                .containsExactly(new Contact(2, Map.of("email", "x@x.fr", "a", first, "b", second)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252"})
    void a_first_accent_after_200_kilobytes_of_ascii_is_read_right(String charset) {
        String ascii = "email,nom\n" + "marie@x.fr,Marie\n".repeat(20_000);

        List<Row> rows = rows(files.write(ascii + "z@x.fr,Zoé\n", Charset.forName(charset)));

        assertThat(rows.get(20_000)).isEqualTo(new Contact(20_002, Map.of("email", "z@x.fr", "nom", "Zoé")));
    }

    @ParameterizedTest
    @ValueSource(ints = {65_533, 65_534, 65_535, 65_536, 65_537, 131_071})
    void a_letter_of_several_bytes_across_the_edge_of_a_buffer_is_read_right(int before) {
        String head = "email,nom\nz@x.fr,";
        String name = "a".repeat(before - head.length()) + "é😀漢";

        assertThat(rows(files.write(head + name + "\n")))
                .containsExactly(new Contact(2, Map.of("email", "z@x.fr", "nom", name)));
        assertThat(describe(files.source())).isEqualTo("UTF-8, comma");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Zoé", "Noël", "voilà", "Ça va", "François", "Gaëlle", "Núñez", "Jürgen Groß", "Ægir Ångström"})
    void a_single_western_name_is_not_taken_for_hebrew_or_thai(String name) {
        files.write("email,nom\nx@x.fr," + name + "\n", WINDOWS_1252);

        assertThat(rows(files.locale("fr"))).containsExactly(new Contact(2, Map.of("email", "x@x.fr", "nom", name)));
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, Дорогие друзья поздравляем вас с Новым годом и желаем счастья",
        "Shift_JIS, 新年あけましておめでとうございます。今年もよろしくお願いします",
        "Big5, 親愛的朋友們祝你們新年快樂身體健康萬事如意",
    })
    void text_in_runs_of_other_bytes_is_left_to_the_detector(String charset, String greeting) {
        String text = "email,nom\n" + ("x@x.fr," + greeting + "\n").repeat(20);
        files.write(text, Charset.forName(charset));

        assertThat(rows(files.source()).get(19)).isEqualTo(new Contact(21, Map.of("email", "x@x.fr", "nom", greeting)));
    }

    @Test
    void letters_whose_accents_stand_behind_them_are_utf_8() {
        for (String name : List.of("Zoe\u0301", "Rene\u0301 Gae\u0308lle", "Bjo\u0308rn A\u030Ake")) {
            assertThat(ContactFiles.describe(files.write("email,nom\na@x.example," + name + "\n")))
                    .startsWith("UTF-8");
        }
    }

    /** Somebody saved the file in a charset that lacks it; what is left is of Unicode alone. */
    @ParameterizedTest
    @ValueSource(strings = {"Ren\uFFFD", "H\uFFFDl\uFFFDne", "\uFFFDlodie Noël"})
    void a_letter_that_was_lost_before_stops_no_file(String name) {
        assertThat(rows(files.write("email,nom\nx@x.fr," + name + "\ny@x.fr,Paul\n")))
                .containsExactly(
                        new Contact(2, Map.of("email", "x@x.fr", "nom", name)),
                        new Contact(3, Map.of("email", "y@x.fr", "nom", "Paul")));
    }

    /** Windows writes the tones of Vietnamese behind their letters. */
    @ParameterizedTest
    @CsvSource({
        "Nguyê\u0303n Văn Hu\u0300ng, vn",
        "Trâ\u0300n Thi\u0323 Hô\u0300ng, com",
        "Pha\u0323m Minh Đư\u0301c, com"
    })
    void vietnamese_of_windows_is_no_western_name(String name, String domain) {
        String text = "email,nom\na@x." + domain + "," + name + "\nb@x." + domain + ",Lê Quy\u0300nh Như\n";
        files.write(text, Charset.forName("windows-1258"));

        assertThat(rows(files.source()).get(0))
                .isEqualTo(new Contact(
                        2, Map.of("email", "a@x." + domain, "nom", Normalizer.normalize(name, Normalizer.Form.NFC))));
    }

    @Test
    void pure_ascii_is_utf_8() {
        assertThat(describe(files.write("email\nx@x.fr\n"))).isEqualTo("UTF-8, comma");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, UTF-8", "UTF-16, UTF-16LE", "UTF-16LE, UTF-16LE"})
    void a_charset_that_is_said_still_has_its_mark_taken_off(String said, String read) {
        files.write("\uFEFF" + FRENCH, Charset.forName(read));

        assertThat(rows(files.source(Charset.forName(said), null))).first().isEqualTo(zoe());
        assertThat(describe(files.source(Charset.forName(said), null))).isEqualTo(read + ", semicolon");
    }

    /** The standard lacks letters that people are called by, and that Windows writes all the same. */
    @ParameterizedTest
    @CsvSource({"Shift_JIS, windows-31j, 髙橋 﨑", "EUC-KR, x-windows-949, 똠방각하", "gb2312, GB18030, 镕基 𠮷"})
    void a_charset_that_is_said_by_the_name_of_a_standard_has_all_letters_of_windows(
            String said, String written, String name) {
        files.write("email,nom\nx@x.fr," + name + "\n", Charset.forName(written));

        assertThat(rows(files.source(CharsetNames.charset(said), null)))
                .containsExactly(new Contact(2, Map.of("email", "x@x.fr", "nom", name)));
    }

    @Test
    void a_charset_that_is_said_is_believed() {
        files.write("email,nom\nx@x.fr,Zoé\n", StandardCharsets.UTF_8);

        assertThat(rows(files.source(WINDOWS_1252, null)))
                .containsExactly(new Contact(2, Map.of("email", "x@x.fr", "nom", "ZoÃ©")));
    }

    private void assertReads(String text, Charset charset, String described) {
        files.write(text, charset);

        assertThat(rows(files.source())).hasSize(2).first().isEqualTo(zoe());
        assertThat(describe(files.source())).isEqualTo(described + ", semicolon");
    }

    private static Contact zoe() {
        return new Contact(2, Map.of("email", "a@x.fr", "Prénom", "Zoé", "Remarque", "Noël à l'école, où ça créée"));
    }
}
