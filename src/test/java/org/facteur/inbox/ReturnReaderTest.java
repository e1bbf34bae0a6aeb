package org.facteur.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.facteur.verdict.RuleClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReturnReaderTest {

    private static final ReturnReader READER = new ReturnReader(RuleClassifier.builtIn());

    /** A message with what it is. */
    record Case(List<String> is, String message) {

        @Override
        public String toString() {
            return String.join(" ", is) + " "
                    + message.lines()
                            .filter(line -> line.startsWith("Subject:"))
                            .findFirst()
                            .orElse("");
        }
    }

    private static List<Case> cases(String file) throws IOException {
        try (InputStream in = ReturnReaderTest.class.getResourceAsStream(file)) {
            List<Case> cases = new ArrayList<>();
            for (String text : new String(in.readAllBytes(), UTF_8).split("(?m)^=== ", -1)) {
                String[] parts = text.split("\n", 2);
                cases.add(new Case(Arrays.asList(parts[0].split(" ")), parts[1]));
            }
            return cases.subList(1, cases.size());
        }
    }

    static List<Case> bounces() throws IOException {
        return cases("bounces.txt");
    }

    static List<Case> people() throws IOException {
        return cases("people.txt");
    }

    private static Return read(String message) {
        return READER.read(message.getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("bounces")
    void what_servers_write_is_known_with_whom_it_is_about_and_why(Case told) {
        Return returned = read(told.message());

        assertThat(returned.kind().label()).isEqualTo(told.is().get(0));
        ReturnedRecipient recipient = returned.recipients().get(0);
        assertThat(returned.recipients()).hasSize(1);
        assertThat(recipient.address()).isEqualTo(told.is().get(1));
        String category =
                recipient.category() == null ? "-" : recipient.category().label();
        assertThat(category)
                .isEqualTo(told.is().get(2).equals("*") ? category : told.is().get(2));
        assertThat(recipient.permanent()).isEqualTo(told.is().get(3).equals("bad"));
    }

    @ParameterizedTest
    @MethodSource("people")
    void people_are_told_from_programs_by_what_programs_say_of_themselves(Case told) {
        Return returned = read("From: Ami <ami@ecole.example>\nTo: zythom@perso.example\n"
                + "Content-Type: text/plain; charset=utf-8\n" + told.message());

        assertThat(returned.kind().label()).isEqualTo(told.is().get(0));
        assertThat(returned.traces().from()).isEqualTo("ami@ecole.example");
    }

    @Test
    void all_recipients_of_a_report_are_named_each_with_its_own_verdict() {
        Return returned = read("""
                From: MAILER-DAEMON@mx.example
                Content-Type: multipart/report; report-type=delivery-status; boundary=B

                --B
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; a@x.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 User unknown

                Final-Recipient: rfc822; b@x.example
                Action: failed
                Status: 5.7.1
                Diagnostic-Code: smtp; 550 5.7.1 Message rejected as spam
                --B--
                """);

        assertThat(returned.recipients())
                .extracting(ReturnedRecipient::address, ReturnedRecipient::permanent)
                .containsExactly(tuple("a@x.example", true), tuple("b@x.example", false));
    }

    @Test
    void what_tells_the_letter_is_kept() {
        Return.Traces traces = read("""
                From: MAILER-DAEMON@mx.example
                To: bounces+tag@perso.example
                In-Reply-To: <one@perso.example>
                Content-Type: multipart/report; report-type=delivery-status; boundary=B

                --B
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example
                Original-Envelope-Id: facteur-7
                X-Postfix-Queue-ID: 4Abc

                Final-Recipient: rfc822; a@x.example
                Action: failed
                Status: 5.1.1

                --B
                Content-Type: text/rfc822-headers

                Message-ID: <two@perso.example>

                --B--
                """).traces();

        assertThat(traces.to()).containsExactly("bounces+tag@perso.example");
        assertThat(traces.envelopeId()).isEqualTo("facteur-7");
        assertThat(traces.returned()).containsExactly("<two@perso.example>");
        assertThat(traces.references()).containsExactly("<one@perso.example>");
        assertThat(traces.queueIds()).containsExactly("4Abc");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void bombs_end_soon() {
        StringBuilder deep = new StringBuilder("From: a@x.example\n");
        for (int i = 0; i < 8_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        String flat = "From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(100_000);
        String nested = "From: a@x.example\nContent-Type: message/rfc822\n\n".repeat(8_000);
        byte[] large = ("From: a@x.example\n\n" + "x".repeat(50_000_000)).getBytes(UTF_8);
        String headers = "X: <a@b>, ".repeat(90_000) + "\n\n";
        String lines =
                "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + "a@b.example \n> <".repeat(60_000);

        assertThat(read(deep.toString()).kind()).isNotNull();
        assertThat(read(flat).kind()).isNotNull();
        assertThat(read(nested).kind()).isNotNull();
        assertThat(READER.read(large).kind()).isNotNull();
        assertThat(read(headers).kind()).isNotNull();
        assertThat(read(lines).kind()).isNotNull();
        assertThat(read("").kind()).isEqualTo(ReturnKind.OTHER);
    }
}
