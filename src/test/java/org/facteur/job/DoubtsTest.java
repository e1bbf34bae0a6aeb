package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.facteur.reason.MendableException;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class DoubtsTest {

    private final ScriptedSmtpServer relay = ScriptedSmtpServer.plain();

    @TempDir
    private Path home;

    private MailingFixture mailing;

    /** The relay has taken both letters and broken off before it said so. */
    @BeforeEach
    void two_letters_in_doubt() {
        mailing = MailingFixture.in(home).relay("ecole", relay).contacts("marie@example.org", "paul@example.org");
        relay.on(Step.DOT, at -> Action.close());
        assertThat(mailing.run().status().counts().inDoubt()).isEqualTo(2);
        relay.on(Step.DOT, at -> Action.proceed());
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private List<String> inDoubt() {
        List<String> lines = new ArrayList<>();
        Doubts.list(mailing.load(), line -> lines.add(line.substring(0, line.indexOf(' '))));
        return lines;
    }

    @Test
    void one_address_that_is_not_in_doubt_leaves_all_of_them_as_they_are() {
        assertThatThrownBy(
                        () -> Doubts.resolve(mailing.load(), List.of("marie@example.org", "anne@example.org"), false))
                .isInstanceOf(MendableException.class)
                .hasMessage("anne@example.org is not in doubt in campaign voeux");

        assertThat(inDoubt()).containsExactly("marie@example.org", "paul@example.org");
    }

    @Test
    void an_address_may_be_written_in_other_case_and_twice() {
        assertThat(Doubts.resolve(mailing.load(), List.of("Marie@Example.org", "marie@example.org"), true))
                .isEqualTo(1);

        assertThat(inDoubt()).containsExactly("paul@example.org");
    }

    @Test
    void what_is_to_be_sent_again_leaves_with_the_next_run() {
        assertThat(Doubts.resolve(mailing.load(), List.of("paul@example.org"), false))
                .isEqualTo(1);

        assertThat(mailing.run().status().counts().sent()).isEqualTo(1);
        assertThat(relay.countByRecipient()).containsOnlyKeys("paul@example.org");
    }
}
