package org.facteur.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.facteur.verdict.RuleClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnReaderTest {

    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

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

    /** Postfix writes a day of one digit behind two spaces. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sat, 02 Jan 2027 11:00:00 +0100",
                "Sat,  2 Jan 2027 11:00:00 +0100 (CET)",
                "Fri, 2 Jan 2027 11:00:00 +0100",
                "2 Jan 2027 10:00 GMT",
                "Sat, 2 Jan 2027 05:00:00 EST"
            })
    void a_date_is_read_as_people_and_servers_write_it(String date) {
        assertThat(read("From: a@x.example\nDate: " + date + "\n\nBonjour").date())
                .isEqualTo("2027-01-02T10:00:00Z");
    }

    @Test
    void an_invalid_date_is_no_date() {
        assertThat(read("From: a@x.example\nDate: yesterday\n\nBonjour").date()).isNull();
    }

    /** A head, a piece, and how often it comes. */
    private static Stream<Arguments> bombs() {
        String report = """
                From: MAILER-DAEMON@x.example
                Subject: failure notice
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; x.example

                """;
        return Stream.of(
                arguments("levels", "", "Content-Type: multipart/mixed; boundary=b%1$d\n\n--b%1$d\n", 8_000),
                arguments("messages within", "", "Content-Type: message/rfc822\n\nFrom: a@x.example\n", 8_000),
                arguments("parts", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", 100_000),
                arguments("50 MB", "\n", "xxxxxxxxx\n", 5_000_000),
                arguments("header", "X: ", "aaaaaaaaaa", 1_000_000),
                arguments("addresses in a header", "X: ", "<a@b>, ", 90_000),
                arguments("parameters", "Content-Type: text/plain", ";\n name*%d*=%%41%%42", 200_000),
                arguments("base64", "Content-Transfer-Encoding: base64\n\n", "QUJDQUJDQUJD", 2_500_000),
                arguments("quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\n", "=41=42 x", 2_000_000),
                arguments("html levels", "Content-Type: text/html\n\n", "<table><tr><td>", 60_000),
                arguments("recipients", report, "Final-Recipient: rfc822; u%d@x.example\nAction: failed\n\n", 20_000),
                arguments(
                        "lines",
                        "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n",
                        "u%d@x.example\n",
                        40_000),
                arguments(
                        "addresses",
                        "From: MAILER-DAEMON@x.example\nSubject: failure\n\n",
                        "a@b.example \n> <",
                        60_000));
    }

    /** A second on a quiet core; processor time is counted, since other tests run beside this one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void bombs_end_soon_and_say_who_sent_them(String name, String head, String piece, int times) {
        StringBuilder bomb = new StringBuilder(head.startsWith("From") ? head : "From: a@x.example\n" + head);
        if (piece.contains("%")) {
            for (int i = 0; i < times; i++) {
                bomb.append(piece.replace("%1$d", "" + i).replace("%d", "" + i).replace("%%", "%"));
            }
        } else {
            bomb.append(piece.repeat(times));
        }
        byte[] message = bomb.toString().getBytes(UTF_8);
        long before = CLOCK.getCurrentThreadCpuTime();

        Return read = READER.read(message);

        assertThat(TimeUnit.NANOSECONDS.toMillis(CLOCK.getCurrentThreadCpuTime() - before))
                .isLessThan(3_000);
        assertThat(read.traces().from()).endsWith("@x.example");
    }

    @Test
    void an_empty_message_is_nothing() {
        assertThat(read("").kind()).isEqualTo(ReturnKind.OTHER);
    }
}
