package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClausesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    recipient address rejected: user unknown in local recipient table | person>unknown
                    no such user here | person>unknown
                    spf record does not exist for the recipient | look>unknown
                    the sending account is disabled for this user | sender>off
                    unknown recipient domain | domain>unknown
                    the account of the recipient is full | person>full
                    the user database is disabled | part>off
                    no mail to this user because access map is closed | other>off
                    """)
    void a_predicate_is_said_of_the_thing_in_its_own_clause(String english, String said) {
        assertThat(Clauses.of(english)).contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    spf record does not exist for the recipient | person>unknown
                    the sending account is disabled for this user | person>off
                    recipient not accepted because txt record unknown | person>unknown
                    this is a no-reply mailbox that takes no mail | person>unknown
                    """)
    void it_is_not_said_of_whoever_else_is_named(String english, String notSaid) {
        assertThat(Clauses.of(english)).doesNotContain(notSaid);
    }

    @Test
    void nobody_is_called_unknown_for_what_is_said_of_another_thing() {
        Reply reply = Reply.parse(Phase.RCPT, "550 5.1.1 SPF record does not exist for the recipient");

        assertThat(RuleClassifier.builtIn().classify(reply).category().fault()).isNotEqualTo(Fault.ADDRESS);
    }
}
