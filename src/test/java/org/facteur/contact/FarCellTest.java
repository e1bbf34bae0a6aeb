package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FarCellTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c r=\"AAAA1\">",
                "<c s='1' r = '$ZZZZZZ$9'/>",
                "<c\n\tr=\"abcd12\"",
                "<row r=\"1\"><c r=\"A1\"/><c r=\"AVVVVV1\"",
                "<c r=\"漢字1\""
            })
    void a_cell_beyond_the_last_column_is_found_in_whatever_pieces_it_is_read(String sheet) {
        byte[] bytes = sheet.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            FarCell cells = new FarCell();
            byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);

            assertThat(cells.isIn(bytes, cut) || cells.isIn(rest, rest.length))
                    .as("cut at %d", cut)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c r=\"XFD1048576\" s=\"1\">",
                "<row r=\"12345\" spans=\"1:3\">",
                "<sheetPr codeName=\"FEUILLE1\"/>",
                "<drawing r:id=\"rIdAB1\"/>",
                "<pageMargins l=\"0.7\" r=\"0.7\"/>",
                "<c r=\"A1\" t=\"inlineStr\"><is><t>BADGE2027 for=\"ABCDE1\" r=\"hello\"</t>",
                "<c r=\"\"/><t>ABCDE1</t>"
            })
    void what_sheets_have_is_none(String sheet) {
        byte[] bytes = sheet.getBytes(StandardCharsets.UTF_8);

        assertThat(new FarCell().isIn(bytes, bytes.length)).isFalse();
    }
}
