package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.message.MailingBuilder.MARIE;
import static org.facteur.message.MailingBuilder.aMailing;
import static org.facteur.message.MailingBuilder.contact;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.facteur.address.Domain;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.message.template.TemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterComposerTest {

    private static final String NASTY =
            "Zoé\r\nBcc: all@evil.example\r\n\r\n<script>x</script> {{ email }} \u0000\u2028\"";

    @TempDir
    Path directory;

    @Test
    void headers_are_those_of_the_mailing() throws Exception {
        MimeMessage message = compose(aMailing(directory)
                .subject("{{ prenom }}, bonne année !")
                .toName("{{ prenom }} {{ nom }}")
                .answeredAt("zythom@perso.example")
                .text("x"));

        assertThat(message.getHeader("From")).containsExactly("\"Zythom, directeur\" <zythom@ecole.example>");
        assertThat(message.getHeader("Reply-To")).containsExactly("zythom@perso.example");
        assertThat(message.getSubject()).isEqualTo("Lœtitia, bonne année !");
        assertThat(((InternetAddress) message.getRecipients(RecipientType.TO)[0]).getPersonal())
                .isEqualTo("Lœtitia d'Artagnan");
        assertThat(message.getSentDate()).isNull();
        assertThat(message.getHeader("Content-Language")).containsExactly("fr-FR");
        assertThat(message.getHeader("X-Campaign")).containsExactly("voeux-2027");
        assertThat(message.getHeader("List-Id")).containsExactly("<voeux-2027.ecole.example>");
        assertThat(message.getHeader("Precedence")).isNull();
    }

    @Test
    void nothing_in_a_value_begins_a_header() throws Exception {
        String wire = wire(aMailing(directory)
                .called("voeux\r\nBcc: all@evil.example")
                .subject("{{ prenom }}")
                .toName("{{ prenom }}")
                .html("<p>{{ prenom }}</p>")
                .build()
                .compose(MARIE, contact(NASTY, "N"), null)
                .message());

        MimeMessage read = parse(wire);
        assertThat(read.getHeader("Bcc")).isNull();
        assertThat(read.getAllRecipients()).hasSize(1);
        assertThat(read.getSubject()).startsWith("Zoé  Bcc: all@evil.example").contains("{{ email }}");
        assertThat(wire.substring(wire.indexOf("text/html")))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void an_empty_name_leaves_the_address_alone() throws Exception {
        MimeMessage message = aMailing(directory)
                .toName("{{ prenom }} {{ nom }}")
                .text("x")
                .build()
                .compose(MARIE, contact("", ""), null)
                .message();

        assertThat(message.getHeader("To")).containsExactly("marie@famille.example");
    }

    @Test
    void a_test_is_the_contacts_letter_to_somebody_else_and_says_so() throws Exception {
        LetterComposer composer = aMailing(directory)
                .subject("{{ prenom }}, bonne année !")
                .toName("{{ prenom }} {{ nom }}")
                .text("Ça va, {{ prenom }} ?")
                .unsubscribe(null, "https://ecole.example/stop?who={{ email }}")
                .build();
        EmailAddress me = EmailAddress.of("me@perso.example");

        Letter first = composer.composeTest(me, contact("Lœtitia", "Martin"), null);
        Letter second = composer.composeTest(me, contact("Lœtitia", "Martin"), null);

        MimeMessage message = parse(wire(first.message()));
        assertThat(message.getSubject()).isEqualTo("[test] Lœtitia, bonne année !");
        assertThat(message.getHeader("X-Facteur-Test")).containsExactly("yes");
        InternetAddress to = (InternetAddress) message.getAllRecipients()[0];
        assertThat(to.getAddress()).isEqualTo("me@perso.example");
        assertThat(to.getPersonal()).isEqualTo("Lœtitia Martin");
        assertThat(message.getContent()).asString().contains("Ça va, Lœtitia ?");
        assertThat(message.getHeader("List-Unsubscribe"))
                .containsExactly("<https://ecole.example/stop?who=marie@famille.example>");
        assertThat(message.getMessageID())
                .isEqualTo(first.messageId())
                .isNotEqualTo(second.messageId())
                .isNotEqualTo(
                        composer.compose(me, contact("Lœtitia", "Martin"), null).messageId())
                .endsWith("@ecole.example>");
    }

    @Test
    void a_letter_is_dated_when_it_leaves() throws Exception {
        Letter letter = aMailing(directory).text("x").build().compose(MARIE, contact("a", "b"), null);

        MimeMessage evening = parse(new String(letter.toBytes(MailingBuilder.MIDNIGHT), StandardCharsets.UTF_8));
        Letter later = letter.complete(MailingBuilder.MIDNIGHT.plusSeconds(3600));

        assertThat(evening.getSentDate()).isEqualTo(MailingBuilder.MIDNIGHT);
        assertThat(parse(wire(later.message())).getSentDate()).isEqualTo(MailingBuilder.MIDNIGHT.plusSeconds(3600));
        assertThat(later.messageId()).isEqualTo(letter.messageId());
    }

    @Test
    void a_message_id_that_the_ledger_has_stays() throws Exception {
        LetterComposer composer = aMailing(directory).text("x").build();

        Letter letter = composer.compose(MARIE, contact("a", "b"), null, "<before@ecole.example>");

        assertThat(letter.messageId()).isEqualTo("<before@ecole.example>");
        assertThat(parse(wire(letter.message())).getMessageID()).isEqualTo("<before@ecole.example>");
    }

    @Test
    void nobody_works_out_a_message_id_without_the_homes_key() {
        MailingBuilder mailing = aMailing(directory).text("x");

        String ours = mailing.build().compose(MARIE, contact("a", "b"), null).messageId();

        assertThat(mailing.build(MessageKey.random())
                        .compose(MARIE, contact("a", "b"), null)
                        .messageId())
                .isNotEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..a..b..", "-", "été 2027", "voeux"})
    void a_list_id_is_a_dot_atom_whatever_the_campaign_is_called(String name) throws Exception {
        assertThat(compose(aMailing(directory).called(name).text("x")).getHeader("List-Id", ""))
                .matches("<[\\w-]+(\\.[\\w-]+)*\\.ecole\\.example>");
    }

    @Test
    void a_sender_or_an_answer_beyond_ascii_is_written_in_utf_8_and_only_where_it_is_taken() throws Exception {
        Letter answered = aMailing(directory)
                .answeredAt("zoé@ecole.example")
                .text("x")
                .build()
                .compose(MARIE, contact("a", "b"), null);
        Letter sent = aMailing(directory)
                .text("x")
                .build()
                .compose(MARIE, contact("a", "b"), new Mailbox("Zoé", EmailAddress.of("zoé@ecole.example")));
        Letter ascii = aMailing(directory).text("x").build().compose(MARIE, contact("é", "b"), null);

        assertThat(wire(answered.message())).contains("Reply-To: zoé@ecole.example\r\n");
        assertThat(wire(sent.message())).contains("From: =?UTF-8?Q?Zo=C3=A9?= <zoé@ecole.example>\r\n");
        assertThat(answered.utf8()).isTrue();
        assertThat(sent.utf8()).isTrue();
        assertThat(ascii.utf8()).isFalse();
    }

    @Test
    void no_line_of_a_header_is_too_long() throws Exception {
        String words = "Association des anciens élèves ".repeat(12);
        String ascii = "Association of former pupils ".repeat(12);
        for (String text : new String[] {words, ascii, "x".repeat(300), "é".repeat(300)}) {
            String wire = wire(aMailing(directory)
                    .subject(text)
                    .toName(text)
                    .text("x")
                    .build()
                    .compose(MARIE, contact("a", "b"), new Mailbox(text, EmailAddress.of("zythom@ecole.example")))
                    .message());

            assertThat(wire.substring(0, wire.indexOf("\r\n\r\n")).split("\r\n"))
                    .allMatch(line -> line.length() <= 76);
        }
    }

    @Test
    void the_message_id_is_the_same_in_every_attempt_and_at_every_relay() {
        Mailbox relays = new Mailbox(null, EmailAddress.of("zythom@relais.example"));
        LetterComposer composer = aMailing(directory).text("x").build();

        Letter first = composer.compose(MARIE, contact("a", "b"), null);
        Letter second = aMailing(directory).text("y").build().compose(MARIE, contact("c", "d"), relays);
        Letter other = composer.compose(EmailAddress.of("paul@famille.example"), contact("a", "b"), null);
        Letter nextYear =
                aMailing(directory).called("voeux-2028").text("x").build().compose(MARIE, contact("a", "b"), null);

        assertThat(first.messageId()).matches("<[0-9a-f]{32}@ecole\\.example>").isEqualTo(second.messageId());
        assertThat(other.messageId()).isNotEqualTo(first.messageId());
        assertThat(nextYear.messageId()).isNotEqualTo(first.messageId());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saving_changes_keeps_the_message_id(boolean onlyText) throws Exception {
        var mailing = aMailing(directory).text("é\n");
        Letter letter = (onlyText ? mailing : mailing.html("<p>é</p>")).build().compose(MARIE, contact("a", "b"), null);

        letter.message().saveChanges();

        assertThat(letter.message().getMessageID()).isEqualTo(letter.messageId());
        assertThat(parse(wire(letter.message())).getMessageID()).isEqualTo(letter.messageId());
        assertThat(wire(letter.message())).contains("=C3=A9").doesNotContain("=3DC3");
    }

    @Test
    void a_relays_own_from_draws_no_answers() throws Exception {
        Mailbox relays = new Mailbox("Relais", EmailAddress.of("mailing@relais.example"));

        MimeMessage message = aMailing(directory)
                .text("x")
                .build()
                .compose(MARIE, contact("a", "b"), relays)
                .message();

        assertThat(message.getHeader("From")).containsExactly("Relais <mailing@relais.example>");
        assertThat(message.getHeader("Reply-To")).containsExactly("\"Zythom, directeur\" <zythom@ecole.example>");
    }

    @Test
    void a_reader_can_be_left_alone_with_one_click() throws Exception {
        MimeMessage message = compose(aMailing(directory)
                .text("x")
                .unsubscribe(
                        "stop@ecole.example",
                        "https://ecole.example/stop?who={{ email }}&n={{ prenom }}&t={{ unsubscribe_token }}"));

        String token = MailingBuilder.KEY.unsubscribeToken("voeux-2027", MARIE);
        assertThat(message.getHeader("List-Unsubscribe", ""))
                .isEqualTo("<mailto:stop@ecole.example?subject=unsubscribe%20" + token + ">,\r\n"
                        + " <https://ecole.example/stop?who=marie@famille.example&n=L%C5%93titia&t=" + token + ">");
        assertThat(message.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
    }

    @Test
    void one_click_is_promised_only_over_https() throws Exception {
        MimeMessage http = compose(aMailing(directory).text("x").unsubscribe(null, "http://ecole.example/stop"));
        MimeMessage mail = compose(aMailing(directory).text("x").unsubscribe("stop@ecole.example", null));

        assertThat(http.getHeader("List-Unsubscribe-Post")).isNull();
        assertThat(mail.getHeader("List-Unsubscribe"))
                .containsExactly("<mailto:stop@ecole.example?subject=unsubscribe%20"
                        + MailingBuilder.KEY.unsubscribeToken("voeux-2027", MARIE) + ">");
        assertThat(mail.getHeader("List-Unsubscribe-Post")).isNull();
    }

    @Test
    void the_owner_sees_where_a_contact_asks_to_be_left_alone() {
        LetterComposer composer = aMailing(directory)
                .text("x")
                .unsubscribe("stop@ecole.example", "https://ecole.example/stop?t={{ unsubscribe_token }}")
                .build();

        String token = MailingBuilder.KEY.unsubscribeToken("voeux-2027", MARIE);
        assertThat(composer.unsubscribeLinks(MARIE, contact("a", "b")))
                .containsExactly(
                        "mailto:stop@ecole.example?subject=unsubscribe%20" + token,
                        "https://ecole.example/stop?t=" + token);
    }

    @Test
    void an_unsubscribe_token_is_another_one_for_each_address_campaign_and_home() {
        EmailAddress paul = EmailAddress.of("paul@famille.example");

        assertThat(MailingBuilder.KEY.unsubscribeToken("voeux-2027", MARIE))
                .matches("[a-km-np-z2-9]{26}")
                .isEqualTo(MailingBuilder.KEY.unsubscribeToken("voeux-2027", MARIE))
                .isNotEqualTo(MailingBuilder.KEY.unsubscribeToken("voeux-2028", MARIE))
                .isNotEqualTo(MailingBuilder.KEY.unsubscribeToken("voeux-2027", paul))
                .isNotEqualTo(MessageKey.random().unsubscribeToken("voeux-2027", MARIE));
    }

    @Test
    void an_unsubscribe_link_that_is_no_url_is_refused() {
        LetterComposer composer =
                aMailing(directory).text("x").unsubscribe(null, "{{ prenom }}").build();

        assertThatThrownBy(() -> composer.merge(MARIE, contact("javascript:x", "b")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("campaign.message.unsubscribe.url")
                .hasMessageContaining("is not a url");
        assertThatThrownBy(() -> aMailing(directory)
                        .text("x")
                        .unsubscribe(null, "{{ prenom | raw }}")
                        .build())
                .hasMessageContaining("raw cannot be used here");
    }

    @Test
    void addresses_in_other_alphabets_are_written_as_their_standards_say() throws Exception {
        LetterComposer composer = aMailing(directory).text("é").build();
        EmailAddress idn = new EmailAddress("contact", new Domain("café.example"));
        EmailAddress utf8 = new EmailAddress("zoé", new Domain("café.example"));

        assertThat(composer.compose(idn, contact("a", "b"), null).message().getHeader("To"))
                .containsExactly("contact@xn--caf-dma.example");
        assertThat(wire(composer.compose(utf8, contact("a", "b"), null).message()))
                .contains("To: zoé@xn--caf-dma.example\r\n");
    }

    @Test
    void what_is_wrong_in_several_places_is_said_at_once() {
        Path picture = MailingBuilder.file(directory, "carte.txt", "no picture");

        assertThatThrownBy(() -> aMailing(directory)
                        .toName("{{ prenm }}")
                        .subject("{{ prenon }}")
                        .html("<p>{{ nim }}</p>")
                        .unsubscribe(null, "https://x.example/?who={{ emial }}")
                        .picture("carte", picture)
                        .build())
                .hasMessageContainingAll("prenm", "prenon", "nim", "emial", "carte.txt is not a picture");
    }

    @Test
    void a_failing_merge_says_which_contact() {
        LetterComposer composer =
                aMailing(directory).subject("{{ prenom }}").text("x").build();

        assertThatThrownBy(() -> composer.merge(MARIE, contact(" ", "b")))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> assertThat(e.contactLine()).isEqualTo(7))
                .hasMessage("campaign.message.subject: the subject comes out empty (contact on line 7)");
    }

    @Test
    void a_mailing_with_neither_html_nor_text_is_refused() {
        assertThatThrownBy(() -> aMailing(directory).build()).hasMessageContaining("write html:, markdown: or text:");
    }

    private MimeMessage compose(MailingBuilder mailing) {
        return mailing.build()
                .compose(MARIE, contact("Lœtitia", "d'Artagnan"), null)
                .message();
    }

    static String wire(MimeMessage message) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static MimeMessage parse(String wire) throws Exception {
        return new MimeMessage(
                MailRuntime.ASCII, new java.io.ByteArrayInputStream(wire.getBytes(StandardCharsets.UTF_8)));
    }
}
