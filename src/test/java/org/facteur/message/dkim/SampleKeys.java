package org.facteur.message.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys for the tests of one JVM: an RSA key takes seconds of a processor where code is hardly optimised, as in tests. */
public final class SampleKeys {

    private static final Map<SignatureAlgorithm, DkimKey> KEYS = new ConcurrentHashMap<>();
    private static final Map<SignatureAlgorithm, DkimKey> OTHERS = new ConcurrentHashMap<>();

    private SampleKeys() {}

    /** Made when first asked for. */
    private static final class ShortKey {

        private static final DkimKey RSA = generate();

        private static DkimKey generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(1024);
                byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
                return DkimKey.parse("-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has RSA", e);
            }
        }
    }

    /** The same each time, as {@link DkimKey#generate} made it. */
    public static DkimKey of(SignatureAlgorithm algorithm) {
        return KEYS.computeIfAbsent(algorithm, DkimKey::generate);
    }

    /** Not {@link #of}, and the same each time. */
    public static DkimKey another(SignatureAlgorithm algorithm) {
        return OTHERS.computeIfAbsent(algorithm, DkimKey::generate);
    }

    /** Of RSA's least length (RFC 8301, 3.2), with which many letters are signed in a sixth of the time. The same each time. */
    public static DkimKey shortRsa() {
        return ShortKey.RSA;
    }
}
