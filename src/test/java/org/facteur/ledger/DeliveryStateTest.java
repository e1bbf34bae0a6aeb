package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.ledger.DeliveryState.DEFERRED;
import static org.facteur.ledger.DeliveryState.PENDING;
import static org.facteur.ledger.DeliveryState.SENDING;
import static org.facteur.ledger.DeliveryState.SENT;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryStateTest {

    /** x: a letter may go from the state of the row to that of the column. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            from     | PENDING | SENDING | SENT | DEFERRED | REFUSED | EXPIRED | IN_DOUBT
            PENDING  | -       | x       | -    | x        | x       | x       | -
            SENDING  | x       | -       | x    | x        | x       | x       | x
            SENT     | -       | -       | -    | -        | -       | -       | -
            DEFERRED | -       | x       | -    | x        | x       | x       | -
            REFUSED  | x       | -       | -    | -        | -       | -       | -
            EXPIRED  | x       | -       | -    | -        | -       | -       | -
            IN_DOUBT | x       | -       | x    | -        | -       | -       | -
            """)
    void a_letter_goes_only_where_the_table_lets_it(
            DeliveryState from, String p, String g, String s, String d, String r, String e, String i) {
        Iterator<String> column = List.of(p, g, s, d, r, e, i).iterator();

        for (DeliveryState to : DeliveryState.values()) {
            assertThat(from.mayBecome(to))
                    .as("%s to %s", from, to)
                    .isEqualTo(column.next().equals("x"));
        }
    }

    @Test
    void only_what_waits_may_be_sealed() {
        assertThat(SENDING.before()).containsExactly(PENDING, DEFERRED);
        assertThat(DeliveryState.list(SENDING.before())).isEqualTo("('PENDING', 'DEFERRED')");
    }

    @ParameterizedTest
    @EnumSource
    void what_was_sent_stays_sent(DeliveryState state) {
        assertThatThrownBy(() -> SENT.require(state))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a letter that is SENT does not become " + state);
    }
}
