package org.facteur.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever bytes a server sends: they are answers of the right form and size, or break the connection. */
class ResponseFuzzTest {

    @FuzzTest
    void responses(byte[] bytes) {
        ResponseReader reader = new ResponseReader(new ByteArrayInputStream(bytes));
        try {
            Response response = reader.greeting();
            while (true) {
                String code = String.valueOf(response.code());
                assertThat(response.code()).isBetween(200, 599);
                assertThat(response.text()).hasSizeLessThanOrEqualTo(ResponseReader.LARGEST + 1);
                assertThat(response.text().split("\n")).allMatch(line -> line.startsWith(code));
                response = reader.next();
            }
        } catch (IOException broken) {
            assertThat(broken).hasMessageNotContaining("\0");
        }
    }
}
