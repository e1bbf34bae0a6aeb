package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.facteur.campaign.CheckSpec.Acceptance;
import org.facteur.campaign.CheckSpec.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckReaderTest {

    @TempDir
    private Path folder;

    private Job saying(String check) {
        return Job.in(folder).plus("  check: " + check);
    }

    @Test
    void the_design_s_example_is_read() throws Exception {
        CheckSpec check = Job.in(folder)
                .plus("""
                  check:
                    accept: [ { id: dnsbl.spamcop, until: 2027-01-31, because: "old listing" } ]
                    require: [ dkim ]
                    spam-score: 4.5
                    spamd: 127.0.0.1:783
                    rspamd: http://127.0.0.1:11333
                    clamd: /run/clamav/clamd.ctl
                    dns: 192.0.2.53:5353
                    sending-ips: [ 192.0.2.25, "2001:db8::25" ]
                    canary: { to: [ perso ], letters: 3, wait: 10m }
                """.replaceAll("(?m)^", "  ").replaceFirst("^ +check", "  check"))
                .plus(
                        "mailboxes:\n  perso:\n    host: imap.perso.example\n    username: zythom@perso.example\n    password: ${IMAP}")
                .load(Purpose.CHECK)
                .check();

        assertThat(check.accept())
                .containsExactly(new Acceptance("dnsbl.spamcop", LocalDate.of(2027, 1, 31), "old listing"));
        assertThat(check.require()).isEqualTo(Set.of("dkim"));
        assertThat(check.spamScore()).isEqualTo(4.5);
        assertThat(check.spamd()).isEqualTo(InetSocketAddress.createUnresolved("127.0.0.1", 783));
        assertThat(check.rspamd()).isEqualTo(URI.create("http://127.0.0.1:11333"));
        assertThat(check.clamd()).isEqualTo(UnixDomainSocketAddress.of("/run/clamav/clamd.ctl"));
        assertThat(check.dns()).isEqualTo(new InetSocketAddress("192.0.2.53", 5353));
        assertThat(check.sendingIps())
                .containsExactly(InetAddress.getByName("192.0.2.25"), InetAddress.getByName("2001:db8::25"));
        assertThat(check.canary()).isEqualTo(new Canary(List.of("perso"), 3, Duration.ofMinutes(10)));
    }

    @Test
    void a_job_file_without_it_asks_what_can_be_asked() {
        assertThat(Job.in(folder).load().check()).isEqualTo(CheckSpec.DEFAULTS);
    }

    @Test
    void a_port_may_be_left_out() {
        CheckSpec check = saying("{ spamd: localhost, clamd: \"[::1]\", dns: \"2001:db8::53\" }")
                .load()
                .check();

        assertThat(check.spamd()).isEqualTo(InetSocketAddress.createUnresolved("localhost", 783));
        assertThat(check.clamd()).isEqualTo(InetSocketAddress.createUnresolved("::1", 3310));
        assertThat(check.dns()).isEqualTo(new InetSocketAddress("2001:db8::53", 53));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { accept: [ { id: dkim.none, until: 2027-01-31 } ] } | because is missing
            { accept: [ { id: dkmi.none, until: 2027-01-31, because: x } ] } | did you mean dkim
            { accept: [ { id: dkim.none, until: tomorrow, because: x } ] } | write for example 2027-01-31
            { accept: [ dkim.none ] } | campaign.check.accept[0]
            { require: [ everything ] } | there are: template
            { spam-score: 0 } | spam-score
            { spamd: "127.0.0.1:99999" } | 127.0.0.1:783
            { rspamd: "127.0.0.1:11333" } | http://127.0.0.1:11333
            { dns: resolver.example } | no IP address
            { dns: 999.0.0.1 } | no IP address
            { sending-ips: mx.example } | no IP address
            { canary: { letters: 3 } } | to: [ perso ]
            """)
    void what_cannot_be_used_is_said_with_what_to_write(String check, String said) {
        assertThat(saying(check).problems()).anyMatch(problem -> problem.contains(said));
    }
}
