package org.facteur.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedSmtpServerTest {

    private static final String LETTER = "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n";

    @Test
    void it_takes_pipelined_letters_in_order_and_remembers_them() throws IOException {
        try (var server = ScriptedSmtpServer.plain()) {
            List<String> replies =
                    talk(server, "EHLO x\r\n" + LETTER + "..dot\r\nline\r\n.\r\n" + LETTER + ".\r\nQUIT\r\n");

            assertThat(replies).contains("250 2.0.0 Ok: queued as 1", "250 2.0.0 Ok: queued as 2", "221 2.0.0 Bye");
            assertThat(server.accepted().get(0).messageText()).isEqualTo(".dot\r\nline\r\n");
            assertThat(server.countByRecipient()).containsOnly(entry("b@example.org", 2L));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_script_answers_instead_of_it() throws IOException {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> Action.reply("550 5.1.1 <" + at.recipient() + ">: no such user"));

            assertThat(talk(server, LETTER + "QUIT\r\n")).contains("550 5.1.1 <b@example.org>: no such user");
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void it_hangs_up_in_the_middle_of_the_body() throws IOException {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.BODY, at -> at.line() == 2 ? Action.close() : Action.proceed());

            assertThat(talk(server, LETTER + "one\r\ntwo\r\n"))
                    .last()
                    .asString()
                    .startsWith("354");
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void once_it_has_left_nobody_is_let_in() throws IOException {
        try (var server = ScriptedSmtpServer.plain()) {
            assertThat(talk(server, "QUIT\r\n")).isNotEmpty();

            server.leave();

            assertThatThrownBy(() -> talk(server, "QUIT\r\n")).isInstanceOf(ConnectException.class);
        }
    }

    private static List<String> talk(ScriptedSmtpServer server, String commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(commands.getBytes(US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
                    .lines()
                    .toList();
        }
    }
}
