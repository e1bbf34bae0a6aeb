package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "127.0.0.1",
                "127.1.2.3",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "[0000:0:0:0:0:0:0:0001]"
            })
    void these_are_this_machine(String host) {
        assertThat(Loopback.is(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost.example",
                "127.0.0.1.example",
                "128.0.0.1",
                "::2",
                "[::1",
                "::1]",
                "0.0.0.0",
                "1.127.0.0.1"
            })
    void these_may_be_anybody(String host) {
        assertThat(Loopback.is(host)).isFalse();
    }
}
