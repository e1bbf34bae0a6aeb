package org.facteur.message;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.facteur.address.EmailAddress;

/**
 * What Message-IDs are derived with (HMAC-SHA256, RFC 2104). Without it anybody with one letter could work out the Message-ID of any
 * address, and answer or bounce in its name.
 */
public final class MessageKey {

    /** How long a key is. */
    public static final int BYTES = 32;

    /** How long an unsubscribe token is: 130 bits. */
    public static final int TOKEN = 26;

    /** Of tokens. Nothing in it is taken for something else when it is read aloud. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Begins every signature, and is never used itself: to look an algorithm up takes longer than to sign. */
    private final Mac keyed;

    /** @param bytes {@link #BYTES} of them, which nobody else knows */
    public MessageKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes, not " + bytes.length);
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(bytes, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** For letters that nobody gets. */
    public static MessageKey random() {
        return new MessageKey(randomBytes(BYTES));
    }

    static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /**
     * Stands in a letter's unsubscribe address and link. One who sends it back has the letter, and needs no other proof.
     *
     * @param campaign its name
     * @return 26 letters and digits, in lower case
     */
    public String unsubscribeToken(String campaign, EmailAddress to) {
        byte[] signed = sign("unsubscribe\n" + campaign + '\n' + to);
        StringBuilder token = new StringBuilder(TOKEN);
        BigInteger bits = new BigInteger(1, Arrays.copyOf(signed, 17)).shiftRight(6);
        for (int i = 0; i < TOKEN; i++) {
            token.append(ALPHABET.charAt(bits.shiftRight(5 * i).intValue() & 31));
        }
        return token.toString();
    }

    byte[] sign(String text) {
        try {
            Mac mac = (Mac) keyed.clone();
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
        }
    }
}
