package org.facteur.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "marie",
                "@x.fr",
                "marie@",
                "marie@x",
                "a b@x.fr",
                "a@b@x.fr",
                "marie@x..fr",
                "marie@x.fr\r\nRCPT TO:<paul@y.fr>",
                "marie\n@x.fr",
                " marie@x.fr",
                "<marie@x.fr>",
                "marie@[1.2.3.4]",
                "marie@é..fr",
                "ma(c)rie@x.fr",
                "Marie <marie@x.fr",
                "@route:marie@x.fr",
            })
    void what_is_no_address_cannot_be_made_one(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.of(text));
    }

    @Test
    void nor_by_its_parts() {
        Domain domain = new Domain("x.fr");

        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress("a b", domain));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress("", domain));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress("a>\r\n", domain));
    }

    @Test
    void one_recipient_is_one_address_however_it_was_typed() {
        EmailAddress zoe = EmailAddress.of("zoé@café.example");

        assertThat(EmailAddress.of("ZOÉ@CAFÉ.EXAMPLE")).isEqualTo(zoe);
        assertThat(EmailAddress.of("zoe\u0301@cafe\u0301.example")).isEqualTo(zoe);
        assertThat(EmailAddress.of("\"zoé\"@xn--caf-dma.example.")).isEqualTo(zoe);
        assertThat(zoe).hasToString("zoé@xn--caf-dma.example");
    }

    @Test
    void a_domain_is_read_by_people_in_their_alphabet() {
        assertThat(new Domain("Café.example").unicode()).isEqualTo("café.example");
        assertThat(new Domain("Café.example")).hasToString("xn--caf-dma.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", " ", "a..b", "-a.fr", "a-.fr", "a b.fr", "a\r\n.fr", "a@b", "ς.gr", "a\u200Db.fr"})
    void what_is_no_domain_cannot_be_made_one(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Domain(text));
    }
}
