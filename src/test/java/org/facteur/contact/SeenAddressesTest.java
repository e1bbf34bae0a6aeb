package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.facteur.address.EmailAddress;
import org.junit.jupiter.api.Test;

class SeenAddressesTest {

    @Test
    void an_address_that_comes_again_is_told_with_the_line_where_it_stood_first() {
        SeenAddresses seen = new SeenAddresses();

        assertThat(seen.add(address(1), 2)).isZero();
        assertThat(seen.add(address(2), 3)).isZero();
        assertThat(seen.add(address(1), 4)).isEqualTo(2);
        assertThat(seen.add(address(1), 5)).isEqualTo(2);
    }

    @Test
    void ten_thousand_addresses_are_told_apart() {
        SeenAddresses seen = new SeenAddresses();

        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(address(i), i + 2)).isZero();
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(address(i), 99_999)).isEqualTo(i + 2);
        }
    }

    private static EmailAddress address(int number) {
        return EmailAddress.of("a" + number + "@ecole.example");
    }
}
