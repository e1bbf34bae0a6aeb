package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.facteur.relay.Credentials;
import org.facteur.relay.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxesReaderTest {

    @TempDir
    private Path folder;

    private InboxSpec inbox(String mailbox, String... more) {
        Job job = Job.in(folder).env("IMAP_PASSWORD", "s3cret").plus("  inbox: [ perso ]");
        for (String line : more) {
            job.plus("  " + line);
        }
        return job.plus("mailboxes: { perso: " + mailbox + " }")
                .load(Purpose.RETURNS)
                .inbox();
    }

    @Test
    void a_preset_knows_where_the_mailbox_is() {
        MailboxAccount laposte = inbox(
                        "{ preset: laposte, username: zythom@laposte.net, password: \"${IMAP_PASSWORD}\" }")
                .mailboxes()
                .get(0);

        assertThat(laposte.host()).isEqualTo("imap.laposte.net");
        assertThat(laposte.port()).isEqualTo(993);
        assertThat(laposte.tls()).isEqualTo(Tls.IMPLICIT);
        assertThat(laposte.credentials()).isEqualTo(new Credentials.Password("zythom@laposte.net", "s3cret"));
    }

    @Test
    void a_preset_on_this_machine_has_a_port_of_its_own() {
        MailboxAccount bridge = inbox("{ preset: proton-bridge, username: z, password: \"${IMAP_PASSWORD}\" }")
                .mailboxes()
                .get(0);

        assertThat(bridge.host()).isEqualTo("127.0.0.1");
        assertThat(bridge.port()).isEqualTo(1143);
        assertThat(bridge.tls()).isEqualTo(Tls.STARTTLS);
    }

    @Test
    void a_preset_without_mailboxes_is_refused_with_those_that_have_some() {
        assertThatThrownBy(() -> inbox("{ preset: sendgrid, username: z, password: \"${IMAP_PASSWORD}\" }"))
                .hasMessageContaining("\"sendgrid\" is no preset whose mailboxes are known");
    }

    @Test
    void the_first_line_of_an_answer_is_kept_unless_the_owner_wants_nothing_kept() {
        String mailbox = "{ host: imap.ecole.example, username: z, password: \"${IMAP_PASSWORD}\" }";

        assertThat(inbox(mailbox).keepsAnswers()).isTrue();
        assertThat(inbox(mailbox, "keep-answers: none").keepsAnswers()).isFalse();
    }

    @Test
    void what_may_be_read_by_imap_is_known_for_all_large_providers_of_mailboxes() {
        assertThat(Presets.withMailboxes()).contains("gmail", "gandi", "laposte", "free", "orange", "sfr", "ovh");
    }
}
