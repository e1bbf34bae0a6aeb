package org.facteur.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.facteur.address.Domain;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.Contact;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.message.dkim.DkimSigner.Selected;
import org.facteur.message.dkim.SampleKeys;
import org.facteur.message.dkim.Selector;
import org.facteur.message.dkim.SignatureAlgorithm;
import org.facteur.message.dkim.Verification;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters of every kind, as they leave. */
class SignedLettersTest {

    private static final EmailAddress MARIE = MailingBuilder.MARIE;

    private static DkimSigner signer;

    @TempDir
    private Path directory;

    @BeforeAll
    static void make_keys() {
        signer = new DkimSigner(
                new Domain("ecole.example"),
                List.of(
                        new Selected(new Selector("facteur"), SampleKeys.of(SignatureAlgorithm.RSA)),
                        new Selected(new Selector("ed"), SampleKeys.of(SignatureAlgorithm.ED25519))));
    }

    private MailingBuilder mailing() {
        return MailingBuilder.aMailing(directory)
                .subject("Bonne année {{ prenom }}")
                .dkim(signer);
    }

    private static Contact contact() {
        return MailingBuilder.contact("Zoé", "Durand");
    }

    private static byte[] leaving(Letter letter) throws Exception {
        return leaving(letter, false);
    }

    private static byte[] leaving(Letter letter, boolean oneSignature) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        letter.leaving(MailingBuilder.MIDNIGHT).writeTo(out, oneSignature);
        return out.toByteArray();
    }

    private static void assertSigned(Letter letter) throws Exception {
        assertThat(new Verification(signer).of(leaving(letter))).contains("pass");
    }

    private static String text(byte[] letter) {
        return new String(letter, UTF_8);
    }

    @Test
    void a_letter_with_everything_is_signed() throws Exception {
        Path file = Files.writeString(directory.resolve("invitation.txt"), "Venez !\n.\n\n  \n");
        LetterComposer composer = mailing()
                .html("<p>Chère   {{ prenom }},\n.\n<img src=\"cid:carte\" alt=\"\"></p>\n\n")
                .text("Chère {{ prenom }},  \n\t\n.\nFrom\n\n\n")
                .picture("carte", Path.of("input/carte.png"))
                .attachment(file.toString())
                .unsubscribe("stop@ecole.example", "https://ecole.example/stop?who={{ nom }}")
                .build();

        Letter letter = composer.compose(MARIE, contact(), null);

        assertSigned(letter);
        assertThat(text(leaving(letter)))
                .startsWith("DKIM-Signature: ")
                .contains("List-Unsubscribe:List-Unsubscribe:")
                .contains("List-Unsubscribe-Post");
    }

    @Test
    void a_test_letter_is_signed() throws Exception {
        assertSigned(mailing().text("Bonjour").build().composeTest(MARIE, contact(), null));
    }

    @Test
    void a_notice_to_the_owner_is_signed() throws Exception {
        Notice notice =
                new Notice("Fini", "Tout est parti.", Files.writeString(directory.resolve("report.html"), "<p>"));

        assertSigned(notice.toLetter(mailing().spec(), MARIE, null));
    }

    @Test
    void a_letter_that_was_made_complete_before_is_signed_as_it_leaves() throws Exception {
        Letter letter = mailing().text("Bonjour").build().compose(MARIE, contact(), null);

        Letter complete = letter.complete(MailingBuilder.MIDNIGHT);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        complete.writeTo(out, false);
        assertThat(new Verification(signer).of(out.toByteArray())).contains("pass");
    }

    @Test
    void a_later_attempt_is_signed_with_its_own_date() throws Exception {
        Letter letter = mailing().text("Bonjour").build().compose(MARIE, contact(), null);
        String first = text(leaving(letter));

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        letter.leaving(MailingBuilder.MIDNIGHT.plusSeconds(3600)).writeTo(out, false);

        assertThat(text(out.toByteArray())).isNotEqualTo(first);
        assertThat(new Verification(signer).of(out.toByteArray())).contains("pass");
    }

    @Test
    void an_address_beyond_ascii_is_signed() throws Exception {
        EmailAddress recipient = EmailAddress.of("zoé@example.org");

        Letter letter = mailing().text("Bonjour").build().compose(recipient, contact(), null);

        assertThat(letter.utf8()).isTrue();
        assertSigned(letter);
    }

    @Test
    void a_from_of_another_domain_is_not_signed_for() throws Exception {
        Mailbox other = new Mailbox(null, EmailAddress.of("zythom@lycee.example"));

        Letter letter = mailing().text("Bonjour").build().compose(MARIE, contact(), other);

        assertThat(text(leaving(letter))).doesNotContain("DKIM-Signature");
    }

    @Test
    void who_takes_one_signature_gets_one() throws Exception {
        Letter letter = mailing().text("Bonjour").build().compose(MARIE, contact(), null);

        assertThat(text(leaving(letter, false)).split("DKIM-Signature:")).hasSize(3);
        assertThat(text(leaving(letter, true)).split("DKIM-Signature:")).hasSize(2);
        assertThat(new Verification(signer).of(leaving(letter, true))).containsExactly("pass");
    }
}
