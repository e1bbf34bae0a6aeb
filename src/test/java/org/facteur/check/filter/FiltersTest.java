package org.facteur.check.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Filters as they answer, and as they do not. */
class FiltersTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final byte[] LETTER = "Subject: x\r\n\r\nBonjour\r\n".getBytes(StandardCharsets.US_ASCII);

    /** As SpamAssassin 4.0.1 said it of a letter that is hardly more than a picture. */
    private static final String REPORT = """
            SPAMD/1.1 0 EX_OK\r
            Content-length: 600\r
            Spam: False ; 4.9 / 5.0\r
            \r
            Spam detection software, running on the system "host",
            has NOT identified this incoming email as spam.

            Content analysis details:   (4.9 points, 5.0 required)

             pts rule name              description
            ---- ---------------------- --------------------------------------------------
             0.0 HTML_MESSAGE           BODY: HTML included in message
             1.7 HTML_IMAGE_ONLY_04     BODY: HTML: images with 0-400 bytes of words
            -0.0 NO_RECEIVED            Informational: message has no Received headers
             2.2 EMPTY_MESSAGE          Message appears to have no textual parts
                                        and no Subject: text
            1000 GTUBE                  BODY: Generic Test for Unsolicited Bulk Email
            """;

    @Test
    void spamassassins_report_is_read_rule_by_rule() throws Exception {
        try (OneAnswer spamd = new OneAnswer(REPORT)) {
            Scored scored = new SpamAssassin(spamd.address(), 5).score(LETTER, LONG);

            assertThat(scored.score()).isEqualTo(4.9);
            assertThat(scored.spam()).isFalse();
            assertThat(scored.rules())
                    .extracting(Scored.Rule::name)
                    .containsExactly("HTML_MESSAGE", "HTML_IMAGE_ONLY_04", "NO_RECEIVED", "EMPTY_MESSAGE", "GTUBE");
            assertThat(scored.rules().get(3).description())
                    .isEqualTo("Message appears to have no textual parts and no Subject: text");
            assertThat(scored.rules().get(4).points()).isEqualTo(1000);
            assertThat(new SpamAssassin(spamd.address(), 4.9)
                            .score(LETTER, LONG)
                            .spam())
                    .isTrue();
            assertThat(spamd.heard().get(0))
                    .startsWith("REPORT SPAMC/1.5\r\nContent-length: " + LETTER.length + "\r\n\r\nSubject");
        }
    }

    @Test
    void clamd_says_what_is_in_a_file() throws Exception {
        try (OneAnswer clean = new OneAnswer("stream: OK\0");
                OneAnswer infected = new OneAnswer("stream: Eicar-Test-Signature FOUND\0");
                OneAnswer large = new OneAnswer("INSTREAM size limit exceeded. ERROR\0")) {
            assertThat(virus(clean)).isEmpty();
            assertThat(virus(infected)).contains("Eicar-Test-Signature");
            assertThatThrownBy(() -> virus(large)).hasMessageContaining("size limit");
            assertThat(clean.heard().get(0))
                    .isEqualTo("zINSTREAM\0\0\0\0\27" + new String(LETTER, StandardCharsets.US_ASCII) + "\0\0\0\0");
        }
    }

    private static java.util.Optional<String> virus(OneAnswer clamd) throws IOException {
        return new ClamAv(clamd.address()).virusIn(new ByteArrayInputStream(LETTER), LONG);
    }

    @Test
    void a_filter_that_does_not_answer_is_waited_for_no_longer_than_said() throws Exception {
        try (OneAnswer silent = OneAnswer.silent()) {
            assertThatThrownBy(() -> new SpamAssassin(silent.address(), 5).score(LETTER, Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class);
            InputStream endless = new InputStream() {
                @Override
                public int read() {
                    return 'x';
                }
            };
            assertThatThrownBy(() -> new ClamAv(silent.address()).virusIn(endless, Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_filter_that_is_not_there_or_is_another_is_an_answer_that_is_missing() throws Exception {
        try (OneAnswer other = new OneAnswer("220 smtp.ecole.example ESMTP\r\n")) {
            assertThatThrownBy(() -> new SpamAssassin(other.address(), 5).score(LETTER, LONG))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> virus(other)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> new SpamAssassin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 5)
                        .score(LETTER, LONG))
                .isInstanceOf(IOException.class);
    }

    @Test
    void rspamds_action_counts_and_not_its_points() throws Exception {
        Scored scored = rspamd(
                asked -> "{\"action\":\"add header\",\"score\":6.5,\"required_score\":15.0,\"symbols\":{"
                        + "\"R_EMPTY_IMAGE\":{\"score\":2.0,\"description\":\"Message contains empty parts and image\"}},"
                        + "\"ip\":\"" + asked.getFirst("Ip") + "\"}",
                Map.of("Ip", "192.0.2.25"),
                "a@amis.example");

        assertThat(scored.spam()).isTrue();
        assertThat(scored.score()).isEqualTo(6.5);
        assertThat(scored.rules()).extracting(Scored.Rule::name).containsExactly("R_EMPTY_IMAGE");
    }

    @Test
    void what_rspamd_says_of_our_way_of_asking_makes_no_letter_spam() throws Exception {
        Scored scored = rspamd(
                asked -> "{\"action\":\"add header\",\"score\":6.6,\"required_score\":15.0,\"symbols\":{"
                        + "\"HFILTER_HELO_IP_A\":{\"score\":1.0},\"MIME_GOOD\":{\"score\":-0.1},"
                        + "\"R_EMPTY_IMAGE\":{\"score\":2.0}}}",
                Map.of(),
                "a@amis.example");

        assertThat(scored.spam()).isFalse();
        assertThat(scored.score()).isEqualTo(5.6);
    }

    @Test
    void rspamd_is_asked_also_about_a_letter_to_or_from_an_address_beyond_ascii() throws Exception {
        Scored scored = rspamd(
                asked -> "{\"action\":\"no action\",\"score\":"
                        + (asked.containsKey("Rcpt") || asked.containsKey("From") ? 9 : 1) + "}",
                Map.of("From", "zoé@amis.example"),
                "δο@x.example");

        assertThat(scored.score()).isEqualTo(1);
    }

    /** @param answer to a question with that header */
    private static Scored rspamd(Function<Headers, String> answer, Map<String, String> envelope, String recipient)
            throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/checkv2", exchange -> {
            byte[] body = answer.apply(exchange.getRequestHeaders()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            return new Rspamd(address, envelope).score(LETTER, recipient, LONG);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void noise_is_left_out_and_families_of_rules_share_their_advice() {
        assertThat(RuleAdvice.isNoise("ALL_TRUSTED")).isTrue();
        assertThat(RuleAdvice.isNoise("HFILTER_HELO_IP_A")).isTrue();
        assertThat(RuleAdvice.isNoise("HFILTER_URL_ONLY")).isFalse();
        assertThat(RuleAdvice.of("HTML_IMAGE_ONLY_12", false)).contains(FilterReason.ADVICE_WORDS);
        assertThat(RuleAdvice.of("URIBL_BLOCKED", false)).isEmpty();
        assertThat(RuleAdvice.of("MPART_ALT_DIFF", false)).contains(FilterReason.ADVICE_SAME);
    }

    @Test
    void a_text_part_that_is_made_from_the_html_is_not_said_to_differ_from_it() {
        assertThat(RuleAdvice.of("MPART_ALT_DIFF", true)).contains(FilterReason.ADVICE_WORDS);
    }
}
