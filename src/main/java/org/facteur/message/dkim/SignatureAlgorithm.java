package org.facteur.message.dkim;

/** What a key signs with. */
public enum SignatureAlgorithm {
    /** RFC 6376, 3.3.1: what every verifier knows. */
    RSA("rsa-sha256", "rsa", "SHA256withRSA"),
    /** RFC 8463: short keys, and unknown to many verifiers, so never alone. */
    ED25519("ed25519-sha256", "ed25519", "Ed25519");

    private final String tag;
    private final String keyType;
    private final String jdk;

    SignatureAlgorithm(String tag, String keyType, String jdk) {
        this.tag = tag;
        this.keyType = keyType;
        this.jdk = jdk;
    }

    /** {@code a=} of a signature. */
    String tag() {
        return tag;
    }

    /** {@code k=} of a key's record. */
    public String keyType() {
        return keyType;
    }

    /** As the JDK calls it. */
    String jdk() {
        return jdk;
    }
}
