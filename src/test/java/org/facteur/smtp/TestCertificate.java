package org.facteur.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate made by the JDK's keytool.
 *
 * @param pem the certificate alone, for {@code trust:}
 * @param keyPem the private key (PKCS #8), for servers that are not ours
 */
public record TestCertificate(SSLContext context, Path pem, Path keyPem) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Valid for {@code localhost} and 127.0.0.1. */
    public static TestCertificate forLoopback(Path directory) {
        return of(directory, "dns:localhost,ip:127.0.0.1");
    }

    /**
     * @param directory existing; the key store and the PEM file are written there
     * @param subjectAlternativeNames as keytool takes them: {@code dns:mx.example,ip:127.0.0.1}
     */
    public static TestCertificate of(Path directory, String subjectAlternativeNames) {
        try {
            Path store = Files.createTempDirectory(directory, "certificate").resolve("key.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-J-XX:TieredStopAtLevel=1",
                            "-J-XX:+UseSerialGC",
                            "-genkeypair",
                            "-alias",
                            "smtp",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=Scripted SMTP server",
                            "-ext",
                            "SAN=" + subjectAlternativeNames,
                            "-validity",
                            "1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .redirectErrorStream(true)
                    .start();
            byte[] output = keytool.getInputStream().readAllBytes();
            if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool: " + new String(output, StandardCharsets.UTF_8));
            }
            return load(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static TestCertificate load(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new TestCertificate(
                context,
                pem(
                        store.resolveSibling("certificate.pem"),
                        "CERTIFICATE",
                        keys.getCertificate("smtp").getEncoded()),
                pem(
                        store.resolveSibling("key.pem"),
                        "PRIVATE KEY",
                        keys.getKey("smtp", PASSWORD).getEncoded()));
    }

    private static Path pem(Path file, String what, byte[] encoded) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                        + what + "-----\n");
    }
}
