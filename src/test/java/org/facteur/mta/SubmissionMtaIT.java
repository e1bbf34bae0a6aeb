package org.facteur.mta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.TestCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A submission server as providers run it: no letter without STARTTLS and login. */
@Tag("real-mta")
class SubmissionMtaIT {

    private static final String PASSWORD = "sésame-ouvre-toi";
    private static final List<String> RECIPIENTS = IntStream.range(0, 30)
            .mapToObj(i -> "friend" + i + "@" + (i % 3 == 0 ? "autres.example" : "amis.example"))
            .toList();

    @TempDir
    private Path dir;

    @BeforeAll
    static void postfix_is_here() {
        Programs.assumeInstalled("postfix", "saslpasswd2");
    }

    @Test
    void every_letter_arrives_once_over_an_encrypted_connection_after_a_login() throws Exception {
        TestCertificate certificate = TestCertificate.forLoopback(dir);
        try (PostfixServer postfix = submission(certificate)) {
            Workplace workplace = workplace(postfix, certificate, PASSWORD);

            Ended run = workplace.run("run");

            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(postfix.letters())
                    .containsOnlyKeys(RECIPIENTS)
                    .allSatisfy((recipient, letters) -> assertThat(letters)
                            .singleElement()
                            .asString()
                            .contains("A happy new year to " + recipient)
                            .contains("Delivered-To: " + recipient));
            assertThat(postfix.log()).contains("sasl_method=PLAIN, sasl_username=zythom");
            assertThat(InProcess.rows(workplace))
                    .hasSize(RECIPIENTS.size())
                    .allSatisfy((recipient, row) -> assertThat(row)
                            .extracting(InProcess.Row::state, InProcess.Row::attempts)
                            .containsExactly("SENT", 1));
            assertThat(textsUnder(workplace.home()))
                    .isNotEmpty()
                    .noneMatch(text -> text.contains(new String(PASSWORD.getBytes(UTF_8), ISO_8859_1))
                            || text.contains(Base64.getEncoder().encodeToString(PASSWORD.getBytes(UTF_8))));
        }
    }

    @Test
    void a_wrong_password_ends_the_run_before_any_letter() throws Exception {
        TestCertificate certificate = TestCertificate.forLoopback(dir);
        try (PostfixServer postfix = submission(certificate)) {
            Workplace workplace = workplace(postfix, certificate, "wrong");

            Ended run = workplace.run("run");

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(77);
            assertThat(run.err()).contains("535 5.7.8").contains("check the relay's username and password");
            assertThat(postfix.letters()).isEmpty();
            assertThat(InProcess.rows(workplace))
                    .hasSize(RECIPIENTS.size())
                    .allSatisfy((recipient, row) -> assertThat(row.state()).isEqualTo("PENDING"));
        }
    }

    @Test
    void an_unknown_certificate_gets_neither_password_nor_letter() throws Exception {
        try (PostfixServer postfix = submission(TestCertificate.forLoopback(dir))) {
            Workplace workplace = workplace(postfix, TestCertificate.forLoopback(dir), PASSWORD);

            Ended run = workplace.run("run");

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(69);
            assertThat(run.err()).contains("presents a certificate that is not signed by the authority it names");
            assertThat(postfix.letters()).isEmpty();
            assertThat(postfix.log()).doesNotContain("sasl_username");
        }
    }

    @Test
    void a_certificate_for_another_name_gets_neither_password_nor_letter() throws Exception {
        TestCertificate certificate = TestCertificate.of(dir, "dns:smtp.elsewhere.example");
        try (PostfixServer postfix = submission(certificate)) {
            Workplace workplace = workplace(postfix, certificate, PASSWORD);

            Ended run = workplace.run("run");

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(69);
            assertThat(run.err()).contains("presents a certificate for another name");
            assertThat(postfix.letters()).isEmpty();
            assertThat(postfix.log()).doesNotContain("sasl_username");
        }
    }

    private PostfixServer submission(TestCertificate certificate) {
        return new PostfixSetup(dir, RECIPIENTS)
                .startTls(certificate)
                .login("zythom", PASSWORD)
                .start();
    }

    private Workplace workplace(PostfixServer postfix, TestCertificate trusted, String password) throws IOException {
        Path secret = Files.writeString(dir.resolve("password"), password + "\n");
        return new Workplace(dir.resolve("home"))
                .contacts(InProcess.contacts(RECIPIENTS))
                .letter("A happy new year to {{ email }}!\n")
                .relay(
                        postfix.port(),
                        "tls: starttls",
                        "trust: " + trusted.pem(),
                        "username: zythom",
                        "password-file: " + secret,
                        "connections: 2")
                .campaign("pace: { chunk: 10, patience: 10s }");
    }

    private static List<String> textsUnder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(SubmissionMtaIT::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
