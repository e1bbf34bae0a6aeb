package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.facteur.address.Domain;
import org.facteur.message.dkim.DkimKey;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.message.dkim.SampleKeys;
import org.facteur.message.dkim.Selector;
import org.facteur.message.dkim.SignatureAlgorithm;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The first letters, taken by a Postfix, judged by an OpenDKIM, put away by Dovecot's Sieve, and read back from there by IMAP. */
@Tag("real-mta")
class CanaryMtaIT {

    private static final String OWN = "zythom@perso.example";

    @TempDir
    private Path dir;

    @BeforeAll
    static void servers_are_here() {
        Programs.assumeInstalled("postfix", "opendkim", "dovecot");
    }

    @Test
    void a_signed_letter_is_found_in_the_inbox_with_what_its_receiver_says() throws IOException {
        DkimKey key = SampleKeys.of(SignatureAlgorithm.RSA);

        JsonNode report = check(key, key, "keep;");

        assertThat(report.at("/canary")).hasSize(1);
        assertThat(report.at("/canary/0/to").asString()).isEqualTo(OWN);
        assertThat(report.at("/canary/0/folder").asString()).isEqualTo("INBOX");
        assertThat(report.at("/canary/0/dkim").asString()).isEqualTo("pass");
        assertThat(findings(report)).doesNotContain("canary.junk", "canary.dkim");
    }

    @Test
    void one_whose_signature_fails_and_that_was_put_away_is_found_in_junk() throws IOException {
        DkimKey published = SampleKeys.of(SignatureAlgorithm.RSA);

        JsonNode report = check(
                SampleKeys.another(SignatureAlgorithm.RSA),
                published,
                "require [\"fileinto\", \"mailbox\"]; fileinto :create \"Junk\";");

        assertThat(report.at("/canary/0/folder").asString()).isEqualTo("Junk");
        assertThat(report.at("/canary/0/dkim").asString()).isEqualTo("fail");
        assertThat(findings(report)).contains("canary.junk", "canary.dkim");
    }

    /**
     * @param key that letters are signed with
     * @param published what the DNS has of it
     * @param sieve what the receiver does with them
     */
    private JsonNode check(DkimKey key, DkimKey published, String sieve) throws IOException {
        Domain sender = new Domain("ecole.example");
        Selector selector = new Selector("facteur");
        var signer = new DkimSigner(sender, List.of(new DkimSigner.Selected(selector, key)));
        PostfixSetup setup = new PostfixSetup(dir, List.of(OWN));
        try (OpenDkimServer judge =
                        new OpenDkimServer(dir, List.of(selector.at(signer.domain()) + " " + published.record()));
                DovecotServer dovecot = new DovecotServer(dir, setup.mail(), setup.port());
                PostfixServer postfix = setup.with("smtpd_milters", judge.milter())
                        .with("virtual_transport", dovecot.transport())
                        .start()) {
            dovecot.sieve(OWN, sieve);
            Path folder = Files.createDirectories(setup.mail().resolve(OWN));
            Workplace workplace = new Workplace(dir.resolve("home"))
                    .contacts(3)
                    .relay(postfix.port())
                    .campaign(
                            "check: { canary: { to: [ perso ], letters: 1, wait: 30s } }",
                            "dkim: { domain: ecole.example, selector: facteur, key-file: " + file(key) + " }")
                    .mailbox(dovecot.imap(), OWN, DovecotServer.PASSWORD);
            Programs.giveTo("nobody", folder);

            Ended check = workplace.typed("check", "--canary", "--json");

            assertThat(check.exitCode())
                    .as(check + postfix.log() + dovecot.log())
                    .isIn(0, 65);
            return JsonMapper.shared().readTree(check.out());
        }
    }

    private static List<String> findings(JsonNode report) {
        return report.get("findings")
                .valueStream()
                .map(one -> one.get("id").asString())
                .toList();
    }

    private Path file(DkimKey key) throws IOException {
        Path file = Files.writeString(dir.resolve("dkim.pem"), key.toPem());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
