package org.facteur.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.facteur.reason.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Trusts what the JDK trusts, and the certificates of a file besides. */
public final class Trust {

    private Trust() {}

    /**
     * @param pem certificates; null: none besides the JDK's
     * @throws IllegalArgumentException when the file holds none that can be read
     */
    public static SSLSocketFactory socketFactory(@Nullable Path pem) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, pem == null ? null : managers(both(pem)), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidValueException(
                    RelayReason.TRUST.of(String.valueOf(pem), String.valueOf(e.getMessage())), e);
        }
    }

    /** One store for both, so that one trust manager does all of the checking, the host name's too. */
    private static KeyStore both(Path pem) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        int count = 0;
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate issuer : x509.getAcceptedIssuers()) {
                    anchors.setCertificateEntry("jdk-" + count++, issuer);
                }
            }
        }
        Collection<? extends Certificate> own;
        try (InputStream in = Files.newInputStream(pem)) {
            own = CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
        if (own.isEmpty()) {
            throw new InvalidValueException(RelayReason.TRUST.of(pem, RelayReason.TRUST_EMPTY.of()));
        }
        for (Certificate certificate : own) {
            anchors.setCertificateEntry("own-" + count++, certificate);
        }
        return anchors;
    }

    private static TrustManager[] managers(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return factory.getTrustManagers();
    }
}
