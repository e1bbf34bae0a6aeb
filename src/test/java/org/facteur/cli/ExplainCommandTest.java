package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers wrote is shown on a terminal. */
class ExplainCommandTest {

    private static final String ORDERS = "\u001b]0;owned\u0007\u001b[2J";

    @TempDir
    private Path folder;

    @Test
    void a_returned_message_gives_the_terminal_no_orders() throws IOException {
        Path message = Files.writeString(folder.resolve("\u001b[31mbounce.eml"), """
                From: MAILER-DAEMON@mx.example
                Content-Type: multipart/report; report-type=delivery-status; boundary=B

                --B
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; marie@ecole.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 no such user %s

                --B--
                """.formatted(ORDERS));

        String printed = facteur("explain", "--message", message.toString()).out();

        assertThat(printed)
                .contains("marie@ecole.example", "no such user", "owned")
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void a_reply_gives_the_terminal_no_orders() {
        String printed = facteur("explain", "550 5.1.1 no such user " + ORDERS).out();

        assertThat(printed).contains("no such user").doesNotContain("\u001b", "\u0007");
    }
}
