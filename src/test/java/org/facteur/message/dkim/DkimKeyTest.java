package org.facteur.message.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DkimKeyTest {

    /** RFC 8463, appendix A.2: the secret key's bytes and what is published. */
    private static final String ED25519_SECRET = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    private static final String ED25519_PUBLISHED = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void a_new_key_is_the_same_after_a_stay_in_a_file(SignatureAlgorithm algorithm) {
        DkimKey key = SampleKeys.of(algorithm);

        DkimKey read = DkimKey.parse(key.toPem());

        assertThat(read.record()).isEqualTo(key.record());
        assertThat(read.algorithm()).isEqualTo(algorithm);
        assertThat(read.secret()).isEqualTo(key.secret());
    }

    @Test
    void a_new_rsa_key_has_2048_bits() {
        assertThat(SampleKeys.of(SignatureAlgorithm.RSA).bits()).isEqualTo(2048);
    }

    @Test
    void what_is_published_of_an_ed25519_key_is_what_the_rfc_says() {
        String pkcs8 = "MC4CAQAwBQYDK2VwBCIEI" + "J1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";

        DkimKey key = DkimKey.parse("-----BEGIN PRIVATE KEY-----\n" + pkcs8 + "\n-----END PRIVATE KEY-----\n");

        assertThat(((EdECPrivateKey) key.secret()).getBytes().orElseThrow())
                .isEqualTo(Base64.getDecoder().decode(ED25519_SECRET));
        assertThat(key.record()).isEqualTo("v=DKIM1; k=ed25519; p=" + ED25519_PUBLISHED);
    }

    @Test
    void a_key_in_the_older_form_is_the_same_key() {
        DkimKey key = SampleKeys.of(SignatureAlgorithm.RSA);
        byte[] pkcs8 = Base64.getMimeDecoder().decode(key.toPem().replaceAll("-----.*-----", ""));
        // Behind a head of 26 bytes lies what openssl rsa -traditional and opendkim-genkey write.
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

        DkimKey read = DkimKey.parse("-----BEGIN RSA PRIVATE KEY-----\r\n"
                + Base64.getMimeEncoder().encodeToString(pkcs1) + "\r\n-----END RSA PRIVATE KEY-----\r\n");

        assertThat(read.published()).isEqualTo(key.published());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | holds no key in PEM",
                "-----BEGIN PUBLIC KEY-----MIIB-----END PUBLIC KEY----- | holds what is public",
                "-----BEGIN CERTIFICATE-----MIIB-----END CERTIFICATE----- | holds what is public",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----MIIB-----END ENCRYPTED PRIVATE KEY----- | is locked with a password",
                "-----BEGIN RSA PRIVATE KEY-----Proc-Type: 4,ENCRYPTED-----END RSA PRIVATE KEY----- | is locked with a password",
                "-----BEGIN EC PRIVATE KEY-----MIIB-----END EC PRIVATE KEY----- | is a key of another kind",
                "-----BEGIN PRIVATE KEY-----MIIB-----END PRIVATE KEY----- | is damaged",
                "-----BEGIN RSA PRIVATE KEY-----MIIB-----END RSA PRIVATE KEY----- | is damaged",
                "-----BEGIN PRIVATE KEY-----!!!-----END PRIVATE KEY----- | is damaged",
                "-----BEGIN PRIVATE KEY----- | holds no key in PEM"
            })
    void what_is_no_key_is_told_as_what_it_is(String text, String told) {
        assertThatThrownBy(() -> DkimKey.parse(text)).hasMessageStartingWith(told);
    }

    @Test
    void a_key_that_no_receiver_trusts_is_refused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----";

        assertThatThrownBy(() -> DkimKey.parse(pem)).hasMessageContaining("512 bits");
    }

    @Test
    void a_key_is_never_printed() {
        DkimKey key = SampleKeys.of(SignatureAlgorithm.RSA);

        assertThat(key).hasToString("RSA 2048");
    }
}
