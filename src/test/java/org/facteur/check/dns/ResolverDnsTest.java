package org.facteur.check.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.facteur.pace.Timing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

class ResolverDnsTest {

    private final TestDns server = new TestDns();
    private final Dns dns = new ResolverDns(server.address(), Timing.system());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_strings_of_a_text_are_joined_without_a_space() {
        String text = "v=spf1 " + "ip4:192.0.2.1 ".repeat(30) + "-all";
        server.with("ecole.example", "TXT " + text);

        assertThat(dns.ask("ecole.example", RecordType.TXT)).isEqualTo(new DnsAnswer.Records(java.util.List.of(text)));
    }

    @Test
    void mail_exchangers_come_in_their_order() {
        server.with("ecole.example", "MX 20 b.example").with("ecole.example", "MX 10 a.example.");

        assertThat(dns.ask("ecole.example.", RecordType.MX).values()).containsExactly("a.example", "b.example");
    }

    @Test
    void another_name_for_it_is_followed() {
        server.with("s1._domainkey.ecole.example", "CNAME s1.relay.example.")
                .with("s1.relay.example", "TXT v=DKIM1; p=abc");

        assertThat(dns.ask("s1._domainkey.ecole.example", RecordType.TXT).values())
                .containsExactly("v=DKIM1; p=abc");
    }

    @Test
    void addresses_are_read() {
        server.with("a.example", "A 192.0.2.1").with("a.example", "AAAA 2001:db8::1");

        assertThat(dns.ask("a.example", RecordType.A).values()).containsExactly("192.0.2.1");
        assertThat(dns.ask("a.example", RecordType.AAAA).values()).containsExactly("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void what_is_not_there_is_told_from_what_has_no_such_record() {
        server.with("ecole.example", "A 192.0.2.1");

        assertThat(dns.ask("ecole.example", RecordType.TXT)).isEqualTo(new DnsAnswer.None(false));
        assertThat(dns.ask("autre.example", RecordType.TXT)).isEqualTo(new DnsAnswer.None(true));
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP, Rcode.FORMERR})
    void an_error_of_the_server_s_says_nothing_of_the_record(int code) {
        server.answering("ecole.example", code);

        assertThat(dns.ask("ecole.example", RecordType.TXT)).isInstanceOf(DnsAnswer.Unanswered.class);
    }

    @Test
    @Timeout(5)
    void silence_says_nothing_of_the_record() {
        server.silentAbout("ecole.example");

        assertThat(dns.ask("ecole.example", RecordType.TXT)).isInstanceOf(DnsAnswer.Unanswered.class);
    }

    @Test
    @Timeout(10)
    void where_nobody_answers_nobody_is_asked_for_long() {
        server.silent();

        for (int i = 0; i < 1000; i++) {
            assertThat(dns.ask("d" + i + ".example", RecordType.MX)).isInstanceOf(DnsAnswer.Unanswered.class);
        }

        assertThat(server.asked()).hasSizeLessThan(20);
    }

    @Test
    void after_ten_seconds_nothing_more_is_asked() {
        java.util.concurrent.atomic.AtomicReference<java.time.Instant> now =
                new java.util.concurrent.atomic.AtomicReference<>(java.time.Instant.EPOCH);
        Dns boxed = new ResolverDns(server.address(), new Timing() {
            @Override
            public java.time.Instant instant() {
                return java.util.Objects.requireNonNull(now.get());
            }

            @Override
            public void await(Object monitor, Duration longest) {}
        });
        now.set(java.time.Instant.EPOCH.plusSeconds(10));

        assertThat(boxed.ask("ecole.example", RecordType.MX)).isEqualTo(new DnsAnswer.Unanswered("TIMEOUT"));
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void a_question_is_asked_once() {
        server.with("ecole.example", "A 192.0.2.1");

        dns.ask("ecole.example", RecordType.A);
        dns.ask("Ecole.Example.", RecordType.A);

        assertThat(server.asked()).containsExactly("A ecole.example");
    }

    @ParameterizedTest
    @CsvSource({"''", "a..example", "'.'"})
    void what_can_be_no_name_has_no_records(String name) {
        assertThat(dns.ask(name, RecordType.TXT).values()).isEmpty();
    }
}
