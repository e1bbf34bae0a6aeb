package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.facteur.message.dkim.DkimKey;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.message.dkim.SampleKeys;
import org.facteur.message.dkim.SignatureAlgorithm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the rights of a key's file")
class DkimReaderTest {

    private static DkimKey rsa;
    private static DkimKey ed25519;

    @TempDir
    Path folder;

    @BeforeAll
    static void make_keys() {
        rsa = SampleKeys.of(SignatureAlgorithm.RSA);
        ed25519 = SampleKeys.of(SignatureAlgorithm.ED25519);
    }

    private Job job(String dkim) throws IOException {
        key("rsa.pem", rsa.toPem());
        key("ed25519.pem", ed25519.toPem());
        return Job.in(folder).plus("  dkim: { " + dkim + " }");
    }

    private void key(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static DkimSigner signer(Job job) {
        return Objects.requireNonNull(job.load().message().dkim());
    }

    @Test
    void letters_are_signed_with_the_key_that_is_named() throws Exception {
        DkimSigner signer = signer(job("domain: École.example, selector: Facteur.2027, key-file: ../rsa.pem")
                .line(3, "  from: zythom@école.example"));

        assertThat(signer.domain()).hasToString("xn--cole-9oa.example");
        assertThat(signer.keys())
                .extracting(selected -> selected.selector().name())
                .containsExactly("facteur.2027");
    }

    @Test
    void a_second_key_is_asked_for() throws Exception {
        DkimSigner signer = signer(
                job(
                        "domain: ecole.example, selector: facteur, key-file: ../rsa.pem, ed25519: { selector: ed, key-file: ../ed25519.pem }"));

        assertThat(signer.keys())
                .extracting(
                        selected -> selected.selector().name(),
                        selected -> selected.key().record())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("facteur", rsa.record()),
                        org.assertj.core.groups.Tuple.tuple("ed", ed25519.record()));
    }

    @Test
    void who_only_looks_needs_no_key_and_a_check_does() throws Exception {
        Job job = job("domain: ecole.example, selector: facteur, key-file: ../gone.pem");

        assertThat(job.refused(Purpose.CHECK)).hasMessageContaining("gone.pem");
        assertThat(job.load(Purpose.PREVIEW).message().dkim()).isNull();
    }

    @Test
    void a_key_that_is_not_there_is_missed_before_sending() throws Exception {
        JobFileException refused = job("domain: ecole.example, selector: facteur, key-file: ../gone.pem")
                .refused();

        assertThat(refused.exitCode()).isEqualTo(66);
        assertThat(refused).hasMessageContaining("campaign.dkim.key-file").hasMessageContaining("gone.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-r--r--"})
    void a_key_that_others_may_read_is_refused(String rights) throws Exception {
        Job job = job("domain: ecole.example, selector: facteur, key-file: ../rsa.pem");
        Files.setPosixFilePermissions(folder.resolve("rsa.pem"), PosixFilePermissions.fromString(rights));

        assertThat(job.problems())
                .containsExactly("job:7: campaign.dkim.key-file " + folder.resolve("rsa.pem")
                        + " can be read by others, who could sign in your name; write chmod 600 "
                        + folder.resolve("rsa.pem"));
    }

    @Test
    void a_file_that_holds_no_key_is_refused() throws Exception {
        Job job = job("domain: ecole.example, selector: facteur, key-file: ../no.pem");
        key("no.pem", "v=DKIM1; p=abc");

        assertThat(job.problems())
                .singleElement()
                .asString()
                .endsWith("no.pem holds no key in PEM (-----BEGIN PRIVATE KEY-----)");
    }

    @Test
    void keys_in_each_other_s_place_are_refused() throws Exception {
        assertThat(
                        job("domain: ecole.example, selector: facteur, key-file: ../ed25519.pem, ed25519: { selector: ed, key-file: ../rsa.pem }")
                                .problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("dkim.key-file", "is an Ed25519 key, which many"),
                        problem -> assertThat(problem).contains("dkim.ed25519.key-file", "is an RSA key"));
    }

    @Test
    void two_keys_under_one_selector_are_refused() throws Exception {
        assertThat(
                        job("domain: ecole.example, selector: facteur, key-file: ../rsa.pem, ed25519: { selector: Facteur, key-file: ../ed25519.pem }")
                                .problems())
                .containsExactly(
                        "job:7: campaign.dkim.ed25519.selector \"facteur\" is the other key's selector; each key has its own");
    }

    @Test
    void a_domain_that_cannot_vouch_for_from_is_refused() throws Exception {
        assertThat(job("domain: autre.example, selector: facteur, key-file: ../rsa.pem")
                        .problems())
                .singleElement()
                .asString()
                .startsWith(
                        "job:7: campaign.dkim.domain autre.example cannot vouch for letters from zythom@ecole.example");
    }

    @Test
    void a_relay_whose_own_from_is_not_signed_is_told() throws Exception {
        Job job = job("domain: ecole.example, selector: facteur, key-file: ../rsa.pem")
                .line(6, "  relays: [ lycee ]")
                .plus("relays: { lycee: { host: 127.0.0.1, port: 2525, tls: none, from: zythom@lycee.example } }");

        assertThat(job.warnings())
                .containsExactly(
                        "job:7: campaign.dkim.domain is ecole.example; letters through lycee are from zythom@lycee.example and leave without its signature");
    }

    @Test
    void a_short_key_is_taken_with_a_warning() throws Exception {
        Job job = job("domain: ecole.example, selector: facteur, key-file: ../short.pem");
        key("short.pem", SampleKeys.shortRsa().toPem());

        assertThat(job.warnings()).singleElement().asString().contains("is a key of 1024 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "a_b", "a..b", "-a", "a b", "\"a;b\""})
    void a_selector_that_is_no_name_is_refused(String selector) throws Exception {
        assertThat(job("domain: ecole.example, key-file: ../rsa.pem, selector: " + selector)
                        .problems())
                .singleElement()
                .asString()
                .contains("campaign.dkim.selector");
    }

    @Test
    void what_is_missing_is_named() throws Exception {
        assertThat(job("selector: facteur").problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("campaign.dkim.domain"))
                .anyMatch(problem -> problem.contains("campaign.dkim.key-file is missing; facteur dkim new"));
    }
}
