package org.facteur.check.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.MailboxAccount;
import org.facteur.relay.Credentials;
import org.facteur.relay.Tls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of the fields in a letter are the receiver's own, and what they say. */
class ReceiverTest {

    private static final String FROM = "ecole.example";

    private static ReceiverReport report(String host, String address, String... header) {
        return report(account(host, address, null), header);
    }

    private static MailboxAccount account(String host, String address, @Nullable String authservId) {
        return new MailboxAccount(
                "perso",
                host,
                993,
                Tls.IMPLICIT,
                null,
                new Credentials.Password(address, "secret"),
                List.of("INBOX"),
                EmailAddress.of(address),
                authservId);
    }

    private static ReceiverReport report(MailboxAccount account, String... header) {
        EmailAddress to = account.address();
        Receiver receiver =
                new Receiver(account, to == null ? "" : to.domain().name(), List.of(FROM, "smtp.ecole.example"));
        var flight = new Flight.Arrived(
                EmailAddress.of("a@b.example"),
                account,
                "ecole",
                "INBOX",
                false,
                List.of(header),
                Duration.ofSeconds(1));
        return ReceiverReport.of(flight, receiver, FROM);
    }

    @Test
    void gmail_s_are_called_after_google() {
        ReceiverReport report = report(
                "imap.gmail.com",
                "zythom@gmail.com",
                "Delivered-To: zythom@gmail.com",
                "Received: by 2002:a05:6a10:7902:b0:2d3 with SMTP id x; Mon, 4 Jan 2027 01:00:00 -0800 (PST)",
                "ARC-Authentication-Results: i=1; mx.google.com; dkim=fail",
                "Received: from smtp.ecole.example (smtp.ecole.example. [192.0.2.25]) by mx.google.com with ESMTPS id y",
                "Authentication-Results: mx.google.com; dkim=pass header.i=@ecole.example header.s=facteur header.b=abc;"
                        + " spf=softfail (google.com: domain of transitioning zythom@ecole.example does not designate 192.0.2.25 as"
                        + " permitted sender) smtp.mailfrom=zythom@ecole.example; dmarc=pass (p=REJECT sp=NONE dis=NONE)"
                        + " header.from=ecole.example",
                "Authentication-Results: mx.google.com; spf=pass; arc=pass");

        assertThat(report.spf()).isEqualTo("softfail");
        assertThat(report.spfDomain()).isEqualTo(FROM);
        assertThat(report.dkim()).isEqualTo("pass");
        assertThat(report.dkimDomain()).isEqualTo(FROM);
        assertThat(report.dmarc()).isEqualTo("pass");
        assertThat(report.enforced()).isTrue();
        assertThat(report.address())
                .hasValueSatisfying(ip -> assertThat(ip.getHostAddress()).isEqualTo("192.0.2.25"));
    }

    @Test
    void microsoft_s_have_no_name_and_nobody_else_s_without_one_are_believed() {
        String field =
                "Authentication-Results: spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=ecole.example; dkim=pass (signature was"
                        + " verified) header.d=ecole.example;dmarc=pass action=none header.from=ecole.example;compauth=pass reason=100";

        assertThat(report("outlook.office365.com", "zythom@hotmail.fr", field).spf())
                .isEqualTo("pass");
        assertThat(report("imap.laposte.net", "zythom@laposte.net", field).speaks())
                .isFalse();
    }

    @Test
    void several_fields_of_one_receiver_are_read_together() {
        ReceiverReport report = report(
                "imap.mail.me.com",
                "zythom@icloud.com",
                "Authentication-Results: bimi.icloud.com; bimi=skipped",
                "Authentication-Results: dmarc.icloud.com; dmarc=fail header.from=ecole.example",
                "Authentication-Results: dkim-verifier.icloud.com; dkim=none",
                "Authentication-Results: spf.icloud.com; spf=none smtp.mailfrom=zythom@ecole.example",
                "Received: from smtp.ecole.example by mr85p00im-ztdg06011801.me.com");

        assertThat(report.dmarc()).isEqualTo("fail");
        assertThat(report.dkim()).isEqualTo("none");
        assertThat(report.spf()).isEqualTo("none");
    }

    @Test
    void four_numbers_that_are_no_address_are_not_looked_up_as_a_name() {
        for (String numbers : List.of("999.1.1.1", "192.0.2.256", "192.0.2.2567")) {
            assertThat(report(
                                    "imap.laposte.net",
                                    "zythom@laposte.net",
                                    "Authentication-Results: laposte.net; spf=pass (sender IP is " + numbers + ")")
                            .address())
                    .as(numbers)
                    .isEmpty();
        }
    }

    @Test
    void a_name_that_only_looks_like_the_receivers_is_not_its_own() {
        for (String id : List.of("laposte.net.evil.example", "xlaposte.net", "mx.google.com", "127.0.0.1", "net", "")) {
            assertThat(report(
                                    "imap.laposte.net",
                                    "zythom@laposte.net",
                                    "Authentication-Results: " + id + "; spf=pass; dkim=pass; dmarc=pass")
                            .speaks())
                    .as(id)
                    .isFalse();
        }
    }

    @Test
    void a_mail_server_of_ones_own_hands_letters_to_the_next_program_by_LMTP_and_is_the_receiver_all_the_same() {
        String handed =
                "Received: from mx.perso.example ([127.0.0.1]) by vm with LMTP id 0EzeItRpDWuqFQAAg; Mon, 4 Jan 2027";
        String said = "Authentication-Results: mx.verein.example; dkim=fail header.d=ecole.example";

        assertThat(report(
                                "127.0.0.1",
                                "zythom@perso.example",
                                handed,
                                said,
                                "Received: from smtp.ecole.example (smtp.ecole.example [192.0.2.25]) by mx.verein.example (Postfix)")
                        .dkim())
                .isEqualTo("fail");
        assertThat(report(
                                "127.0.0.1",
                                "zythom@perso.example",
                                handed,
                                "Received: from [192.0.2.1] by smtp.ecole.example with ESMTPSA",
                                said)
                        .speaks())
                .isFalse();
    }

    @Test
    void nothing_counts_that_came_with_the_letter() {
        ReceiverReport report = report(
                "imap.laposte.net",
                "zythom@laposte.net",
                "Received: from smtp.ecole.example by mx.laposte.net",
                "Received: from localhost by smtp.ecole.example",
                "Authentication-Results: mx.laposte.net; spf=pass; dkim=pass; dmarc=pass");

        assertThat(report.speaks()).isFalse();
    }

    @Test
    void the_topmost_of_two_counts_and_what_it_does_not_say_the_one_below_does_not_either() {
        ReceiverReport report = report(
                "imap.laposte.net",
                "zythom@laposte.net",
                "Authentication-Results: laposte.net; spf=fail",
                "Received: from smtp.ecole.example by mx.laposte.net",
                "Authentication-Results: laposte.net; spf=pass; dkim=pass; dmarc=pass");

        assertThat(report.spf()).isEqualTo("fail");
        assertThat(report.dkim()).isEqualTo(ReceiverReport.UNKNOWN);
    }

    @Test
    void a_server_of_ones_own_is_known_by_what_the_job_file_says_or_by_who_took_the_letter_in() {
        String field = "Authentication-Results: mail.autre.example; spf=pass";
        assertThat(report("127.0.0.1", "zythom@perso.example", field).speaks()).isFalse();
        assertThat(report(
                                "127.0.0.1",
                                "zythom@perso.example",
                                "Received: from smtp.ecole.example by mail.autre.example",
                                field)
                        .speaks())
                .isTrue();
        assertThat(report(account("127.0.0.1", "zythom@perso.example", "mail.autre.example"), field)
                        .speaks())
                .isTrue();
        assertThat(report(
                                account("127.0.0.1", "zythom@perso.example", "mx.perso.example"),
                                "Authentication-Results: perso.example; spf=pass")
                        .speaks())
                .isFalse();
    }

    @Test
    void comments_quotes_and_semicolons_in_them_are_no_results() {
        ReceiverReport report = report(
                "imap.laposte.net",
                "zythom@laposte.net",
                "Authentication-Results: laposte.net 1; spf=fail (a comment; dkim=pass (nested; dmarc=pass)) reason=\"x; dkim=pass\""
                        + " smtp.mailfrom=\"zythom@ecole.example\"; DMARC=Fail");

        assertThat(report.spf()).isEqualTo("fail");
        assertThat(report.dkim()).isEqualTo(ReceiverReport.UNKNOWN);
        assertThat(report.dmarc()).isEqualTo("fail");
        assertThat(report.spfDomain()).isEqualTo(FROM);
    }
}
