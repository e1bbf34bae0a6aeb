package org.facteur.message.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.reason.InvalidValueException;

/** A private key that letters are signed with, and the public one that everybody may look up. */
public final class DkimKey {

    /** RFC 8301, 3.2: verifiers take no shorter one. */
    private static final int SHORTEST = 1024;

    /** RFC 8301, 3.2: what signers should use. A longer one's record does not fit everywhere. */
    public static final int RECOMMENDED = 2048;

    private static final int ED25519_BITS = 256;

    /** Of an Ed25519 public key in X.509's wrapping the last so many bytes are the key (RFC 8410, 4). */
    private static final int ED25519_BYTES = 32;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** In PKCS#8 before a key in PKCS#1: version 0, and rsaEncryption. */
    private static final byte[] RSA_ENCRYPTION = {
        2, 1, 0, 0x30, 13, 6, 9, 42, (byte) 0x86, 72, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };

    private final SignatureAlgorithm algorithm;
    private final PrivateKey secret;
    private final PublicKey published;

    private DkimKey(SignatureAlgorithm algorithm, PrivateKey secret, PublicKey published) {
        this.algorithm = algorithm;
        this.secret = secret;
        this.published = published;
    }

    /** A new one; of RSA, of the {@link #RECOMMENDED} length. */
    public static DkimKey generate(SignatureAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    switch (algorithm) {
                        case RSA -> "RSA";
                        case ED25519 -> "Ed25519";
                    });
            if (algorithm == SignatureAlgorithm.RSA) {
                generator.initialize(RECOMMENDED);
            }
            return of(generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /**
     * @param pem an RSA or Ed25519 key without a password, in PKCS#8 or, RSA, in PKCS#1, as openssl and opendkim-genkey write it
     * @throws InvalidValueException when it is something else; the reason follows a file's name
     */
    public static DkimKey parse(String pem) {
        Matcher block = PEM.matcher(pem);
        if (!block.find()) {
            throw new InvalidValueException(DkimReason.DKIM_KEY_NONE.of());
        }
        String label = block.group(1);
        if (label.contains("PUBLIC") || label.contains("CERTIFICATE")) {
            throw new InvalidValueException(DkimReason.DKIM_KEY_PUBLIC.of());
        }
        if (label.contains("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
            throw new InvalidValueException(DkimReason.DKIM_KEY_ENCRYPTED.of());
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            return switch (label) {
                case "RSA PRIVATE KEY" -> of(key("RSA", wrapped(der)));
                case "PRIVATE KEY" -> of(key(isEd25519(der) ? "Ed25519" : "RSA", der));
                default -> throw new InvalidValueException(DkimReason.DKIM_KEY_OTHER.of());
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw e instanceof InvalidValueException known
                    ? known
                    : new InvalidValueException(DkimReason.DKIM_KEY_BROKEN.of(), e);
        }
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** Its algorithm is 1.3.101.112 (RFC 8410, 3). */
    private static boolean isEd25519(byte[] pkcs8) {
        return pkcs8.length > 11
                && pkcs8[7] == 6
                && pkcs8[8] == 3
                && pkcs8[9] == 43
                && pkcs8[10] == 101
                && pkcs8[11] == 112;
    }

    private static DkimKey of(PrivateKey secret) throws GeneralSecurityException {
        if (secret instanceof RSAPrivateCrtKey rsa) {
            if (rsa.getModulus().bitLength() < SHORTEST) {
                throw new InvalidValueException(
                        DkimReason.DKIM_KEY_SHORT.of(rsa.getModulus().bitLength(), RECOMMENDED));
            }
            return new DkimKey(
                    SignatureAlgorithm.RSA,
                    secret,
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
        } else if (secret instanceof EdECPrivateKey ed25519) {
            return new DkimKey(SignatureAlgorithm.ED25519, secret, published(ed25519));
        }
        throw new InvalidValueException(DkimReason.DKIM_KEY_OTHER.of());
    }

    /** The JDK works the public key out only where it makes a pair, out of random bytes: it gets the key for them. */
    private static PublicKey published(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] seed = key.getBytes().orElseThrow();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
        return generator.generateKeyPair().getPublic();
    }

    private static final class Seed extends SecureRandom {

        private static final long serialVersionUID = 1;

        private final transient byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }

    /** PKCS#1 in PKCS#8 (RFC 5958, 2). */
    private static byte[] wrapped(byte[] pkcs1) {
        byte[] octets = der(4, pkcs1);
        byte[] content = Arrays.copyOf(RSA_ENCRYPTION, RSA_ENCRYPTION.length + octets.length);
        System.arraycopy(octets, 0, content, RSA_ENCRYPTION.length, octets.length);
        return der(0x30, content);
    }

    /** Tag, length in two bytes, content; a key is longer than 255 bytes and shorter than 65,536. */
    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x82);
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** How long it is. */
    public int bits() {
        return published instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : ED25519_BITS;
    }

    PrivateKey secret() {
        return secret;
    }

    /** {@code p=} of its record: what others look up (RFC 6376, 3.6.1; RFC 8463, 4). */
    public String published() {
        byte[] x509 = published.getEncoded();
        byte[] key = published instanceof EdECPublicKey
                ? Arrays.copyOfRange(x509, x509.length - ED25519_BYTES, x509.length)
                : x509;
        return Base64.getEncoder().encodeToString(key);
    }

    /** The text of the TXT record at {@code SELECTOR._domainkey.DOMAIN}. */
    public String record() {
        return "v=DKIM1; k=" + algorithm.keyType() + "; p=" + published();
    }

    /** For a file of its owner's alone, in PKCS#8. */
    public String toPem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** Which it is, and nothing of what it holds. */
    @Override
    public String toString() {
        return algorithm + " " + bits();
    }
}
