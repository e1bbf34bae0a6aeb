package org.facteur.message.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.address.Domain;
import org.facteur.message.dkim.DkimSigner.Selected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimSignerTest {

    private static final Domain ECOLE = new Domain("ecole.example");
    private static final DkimKey RSA = SampleKeys.of(SignatureAlgorithm.RSA);
    private static final DkimKey ED25519 = SampleKeys.of(SignatureAlgorithm.ED25519);
    private static final DkimSigner SIGNER = new DkimSigner(ECOLE, List.of(new Selected(new Selector("facteur"), RSA)));
    private static final DkimSigner TWICE = new DkimSigner(
            ECOLE, List.of(new Selected(new Selector("facteur"), RSA), new Selected(new Selector("ed"), ED25519)));

    private static final String HEADER = """
            From: Zythom <zythom@ecole.example>
            To: =?UTF-8?Q?Zo=C3=A9?= <zoe@amis.example>
            Subject: =?UTF-8?Q?Bonne?=
             =?UTF-8?Q?_ann=C3=A9e?=
            Date: Mon, 30 Nov 2026 06:00:00 +0100
            Message-ID: <1@ecole.example>
            List-Unsubscribe: <https://ecole.example/stop>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            Content-Type: text/plain; charset=UTF-8

            """.replace("\n", "\r\n");

    private static byte[] letter(String body) {
        return (HEADER + body).getBytes(ISO_8859_1);
    }

    private static byte[] signed(DkimSigner signer, byte[] letter) {
        // The buffer is longer than the letter, as a stream's is.
        byte[] buffer = Arrays.copyOf(letter, letter.length + 100);
        byte[] header = signer.sign(buffer, letter.length);
        byte[] all = Arrays.copyOf(header, header.length + letter.length);
        System.arraycopy(letter, 0, all, header.length, letter.length);
        return all;
    }

    private static List<String> verified(byte[] letter) {
        return new Verification(SIGNER).of(letter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bonne année",
                "Bonne  année \t \r\n\r\n\r\n",
                " \r\n\r\n  indented\t\twords  \r\n\r\n.\r\n..dots\r\n",
                "\t\r\n\r\nx",
                "\u00e9\u00ff\u0080 8-bit \u00a0\r\n",
                "a\u000bb\fc \r\n"
            })
    void a_body_of_any_form_verifies(String body) {
        assertThat(verified(signed(SIGNER, letter(body)))).containsExactly("pass");
    }

    /** jDKIM 0.5 takes an empty body for a line end. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n \t\r\n"})
    void an_empty_body_has_the_hash_that_the_rfc_says(String body) {
        assertThat(new String(SIGNER.sign(letter(body), letter(body).length), US_ASCII))
                .contains("bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;");
    }

    @Test
    void bodies_of_random_white_space_verify() {
        DkimSigner signer =
                new DkimSigner(ECOLE, List.of(new Selected(new Selector("facteur"), SampleKeys.shortRsa())));
        long seed = 20261130;
        Random random = new Random(seed);
        String[] pieces = {" ", "  ", "\t", "\r\n", "\r\n\r\n", "a", "bc", ".", "=20", "é"};
        for (int i = 0; i < 300; i++) {
            StringBuilder body = new StringBuilder("x");
            for (int j = random.nextInt(30); j > 0; j--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            // As it arrives, whatever it was.
            body.append("\r\n");
            assertThat(new Verification(signer).of(signed(signer, letter(body.toString()))))
                    .as("seed %s, letter %s: %s", seed, i, body)
                    .containsExactly("pass");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\n", "a \n\n b", "\n\na\n", "a\r", "a\rb \r\r\nc"})
    void a_line_end_that_is_made_whole_on_the_way_verifies_as_it_arrives(String body) {
        byte[] header = SIGNER.sign(letter(body), letter(body).length);
        // RFC 5321, 2.3.8: neither CR nor LF travels alone.
        String arrived = (HEADER + body).replaceAll("\r(?!\n)|(?<!\r)\n", "\r\n");

        assertThat(verified((new String(header, US_ASCII) + arrived).getBytes(ISO_8859_1)))
                .containsExactly("pass");
    }

    @Test
    void white_space_that_changes_on_the_way_does_not_matter() {
        String arrived = new String(signed(SIGNER, letter("Bonne année  à tous\r\n")), ISO_8859_1)
                .replace("Bonne?=\r\n =?", "Bonne?=\r\n\t  =?")
                .replace("année  à tous", "année à\ttous   ")
                .replace("\nFrom: ", "\nFROM : ");

        assertThat(verified((arrived + "\r\n\r\n").getBytes(ISO_8859_1))).containsExactly("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "Bonne fête, Bonnet fête",
        "zythom@ecole.example, mallory@ecole.example",
        "zoe@amis.example, all@amis.example",
        "https://ecole.example/stop, https://evil.example/stop",
        "One-Click, Two-Click",
        "text/plain, text/html",
        "06:00:00, 07:00:00"
    })
    void what_was_signed_cannot_be_changed(String was, String becomes) {
        String letter = new String(signed(SIGNER, letter("Bonne fête")), ISO_8859_1);
        assertThat(letter).contains(was);

        assertThat(verified(letter.replace(was, becomes).getBytes(ISO_8859_1))).noneMatch("pass"::equals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: mallory@evil.example",
                "Subject: Win",
                "Reply-To: mallory@evil.example",
                "Cc: all@amis.example",
                "Date: Mon, 30 Nov 2026 06:00:00 +0100",
                "Content-Type: text/html",
                "List-Unsubscribe: <https://evil.example/>",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
            })
    void no_header_that_readers_go_by_can_be_put_in(String added) {
        String letter = new String(signed(SIGNER, letter("Bonne fête")), ISO_8859_1);

        assertThat(verified((added + "\r\n" + letter).getBytes(ISO_8859_1)))
                .as("before")
                .noneMatch("pass"::equals);
        assertThat(verified(
                        letter.replace("Message-ID:", added + "\r\nMessage-ID:").getBytes(ISO_8859_1)))
                .as("behind")
                .noneMatch("pass"::equals);
    }

    @Test
    void traces_and_what_a_relay_adds_for_unsubscribing_do_no_harm() {
        String plain = new String(letter("Bonne fête"), ISO_8859_1).replaceAll("List-.*\r\n", "");
        String letter = new String(signed(SIGNER, plain.getBytes(ISO_8859_1)), ISO_8859_1);

        assertThat(verified(("Received: from x by y; Mon, 30 Nov 2026 06:00:01 +0100\r\n"
                                + "List-Unsubscribe: <https://relay.example/stop>\r\n"
                                + letter)
                        .getBytes(ISO_8859_1)))
                .containsExactly("pass");
    }

    @Test
    void lines_are_short_and_ascii() {
        String header = new String(TWICE.sign(letter(""), letter("").length), StandardCharsets.ISO_8859_1);

        assertThat(header).endsWith("\r\n").matches("\\p{ASCII}*").doesNotContain("\r\n\r\n", " \r\n");
        assertThat(header.split("\r\n")).allMatch(line -> line.length() <= 78);
    }

    @Test
    void the_second_signature_is_of_ed25519_and_good() throws Exception {
        String header = new String(TWICE.sign(letter("Bonne fête"), letter("Bonne fête").length), US_ASCII);

        assertThat(header.split("(?=DKIM-Signature)", -1)).hasSize(2);
        assertThat(new Verification(TWICE)
                        .of((header + new String(letter("Bonne fête"), ISO_8859_1)).getBytes(ISO_8859_1)))
                .contains("pass");
        assertThat(isGood(header.split("(?=DKIM-Signature)", -1)[1])).isTrue();
    }

    /** As RFC 8463 tells a verifier to do it; jDKIM does not know it. */
    private static boolean isGood(String field) throws Exception {
        String value =
                field.substring(field.indexOf(':') + 1).replaceAll("\\s+", " ").strip();
        Matcher b = Pattern.compile("(.*\\bb=)([^;]*)$").matcher(value);
        assertThat(b.matches()).isTrue();
        Matcher h = Pattern.compile("\\bh=([^;]*);").matcher(value);
        assertThat(h.find()).isTrue();
        assertThat(value).contains("a=ed25519-sha256;", "s=ed;", "d=ecole.example;");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<String> left = new java.util.ArrayList<>(List.of(HEADER.strip().split("\r\n(?![ \t])")));
        for (String name : h.group(1).replace(" ", "").split(":", -1)) {
            for (String line : left) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith(name.toLowerCase(java.util.Locale.ROOT) + ":")) {
                    digest.update((name.toLowerCase(java.util.Locale.ROOT) + ":"
                                    + line.substring(name.length() + 1)
                                            .replaceAll("\\s+", " ")
                                            .strip() + "\r\n")
                            .getBytes(US_ASCII));
                    left.remove(line);
                    break;
                }
            }
        }
        byte[] hash = digest.digest(("dkim-signature:" + b.group(1)).getBytes(US_ASCII));
        byte[] raw = Base64.getDecoder().decode(ED25519.published());
        byte[] x509 = Arrays.copyOf(Base64.getDecoder().decode("MCowBQYDK2VwAyEA"), 44);
        System.arraycopy(raw, 0, x509, 12, 32);
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(hash);
        return signature.verify(Base64.getDecoder().decode(b.group(2).replace(" ", "")));
    }

    @Test
    void for_a_relay_that_takes_one_signature_the_first_remains() {
        assertThat(new String(TWICE.withOneSignature().sign(letter(""), letter("").length), US_ASCII))
                .containsOnlyOnce("DKIM-Signature:")
                .contains("a=rsa-sha256");
    }

    @ParameterizedTest
    @CsvSource({
        "ecole.example, ecole.example, true",
        "ecole.example, news.ecole.example, true",
        "news.ecole.example, ecole.example, true",
        "mail.ecole.example, news.ecole.example, true",
        "ecole.example, notecole.example, false",
        "ecole.example, autre.example, false",
        "ecole.example, example, false"
    })
    void a_signature_speaks_for_its_own_domain(String ours, String from, boolean aligned) {
        assertThat(new DkimSigner(new Domain(ours), SIGNER.keys()).alignsWith(new Domain(from)))
                .isEqualTo(aligned);
    }
}
