package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.facteur.address.Domain;
import org.facteur.job.RunResult;
import org.facteur.message.dkim.DkimKey;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.message.dkim.SampleKeys;
import org.facteur.message.dkim.Selector;
import org.facteur.message.dkim.SignatureAlgorithm;
import org.facteur.message.dkim.Verification;
import org.facteur.pace.Timing;
import org.facteur.packaged.Workplace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand signed letters through a Postfix, as OpenDKIM and jDKIM find them where they arrive. */
@Tag("real-mta")
class DkimMtaIT {

    private static final int LETTERS = 500;
    private static final List<String> RECIPIENTS = IntStream.range(0, LETTERS)
            .mapToObj(i -> "friend" + i + "@amis.example")
            .toList();

    @TempDir
    private Path dir;

    @BeforeAll
    static void servers_are_here() {
        Programs.assumeInstalled("postfix", "opendkim");
    }

    @Test
    void signatures_of_five_hundred_letters_verify_where_they_arrive() throws Exception {
        verifyAll(
                ".\n..  A line of a dot, and one of two.  \n\t\tEt des accents : Noël, cœur, {{ email }}   \n\n\nFrom here on\n\n\n\n");
    }

    @Test
    void so_do_those_of_five_hundred_letters_with_a_picture() throws Exception {
        Files.createDirectories(dir.resolve("home/input"));
        Files.copy(Path.of("input/carte.png"), dir.resolve("home/input/carte.png"));
        Files.writeString(
                dir.resolve("home/input/letter.html"),
                "<p>Chère   {{ email }},\n.\n<img src=\"cid:carte\" alt=\"Bonne année\">\n</p>\n");
        verifyAll("Bonne année {{ email }}\n", "html: ../input/letter.html", "inline: { carte: ../input/carte.png }");
    }

    private void verifyAll(String text, String... message) throws Exception {
        DkimKey rsa = SampleKeys.of(SignatureAlgorithm.RSA);
        DkimKey ed25519 = SampleKeys.of(SignatureAlgorithm.ED25519);
        DkimSigner signer = new DkimSigner(
                new Domain("ecole.example"),
                List.of(
                        new DkimSigner.Selected(new Selector("facteur"), rsa),
                        new DkimSigner.Selected(new Selector("ed"), ed25519)));
        List<String> records = signer.keys().stream()
                .map(selected -> selected.selector().at(signer.domain()) + " "
                        + selected.key().record())
                .toList();
        try (OpenDkimServer verifier = new OpenDkimServer(dir, records);
                PostfixServer postfix = new PostfixSetup(dir, RECIPIENTS)
                        .with("smtpd_milters", verifier.milter())
                        .with("milter_default_action", "reject")
                        .start()) {
            Workplace workplace = new Workplace(dir.resolve("home"))
                    .contacts(InProcess.contacts(RECIPIENTS))
                    .letter(text)
                    .message(message)
                    .relay(postfix.port(), "connections: 4")
                    .campaign("dkim: { domain: ecole.example, selector: facteur, key-file: " + key("rsa", rsa)
                            + ", ed25519: { selector: ed, key-file: " + key("ed", ed25519) + " } }");
            RunResult result = InProcess.run(workplace, Timing.system());

            assertThat(result.exitCode()).as(result.toString()).isZero();
            Map<String, List<String>> letters = postfix.letters();
            assertThat(letters).containsOnlyKeys(RECIPIENTS);
            Verification jdkim = new Verification(signer);
            assertThat(letters).allSatisfy((recipient, arrived) -> {
                assertThat(arrived)
                        .singleElement()
                        .asString()
                        .contains("dkim=pass")
                        .doesNotContain("dkim=fail");
                assertThat(jdkim.of(onTheWire(arrived.get(0)))).contains("pass");
            });
        }
    }

    /** A maildir has lines as Unix has them. */
    private static byte[] onTheWire(String letter) {
        return letter.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private Path key(String name, DkimKey key) throws IOException {
        Path file = Files.writeString(dir.resolve(name + ".pem"), key.toPem());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
