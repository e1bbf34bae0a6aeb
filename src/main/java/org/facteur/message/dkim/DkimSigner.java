package org.facteur.message.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.facteur.address.Domain;

/**
 * Signs letters for a domain (RFC 6376), relaxed/relaxed, all of the body. Any number of threads may sign.
 *
 * <p>There is neither {@code t=} nor {@code x=}: where our clock is fast the letter would come from the future, and a letter may well be
 * looked at a year later.
 *
 * @param domain {@code d=}
 * @param keys with their selectors; the first is the one that every verifier knows
 */
public record DkimSigner(Domain domain, List<Selected> keys) {

    /** Where a key is published: {@code SELECTOR._domainkey.DOMAIN}. */
    public record Selected(Selector selector, DkimKey key) {}

    /** What readers and their programs go by (RFC 6376, 5.4.1): one more of them, put in on the way, breaks the signature. */
    private static final List<String> ALWAYS =
            List.of("From", "Reply-To", "Subject", "Date", "To", "Cc", "Message-ID", "MIME-Version", "Content-Type");

    /** Signed where they are there. A relay may add one: that is no forgery. */
    private static final List<String> WHERE_PRESENT = List.of(
            "Sender",
            "Content-Transfer-Encoding",
            "Content-Language",
            "Auto-Submitted",
            "List-Id",
            "List-Unsubscribe",
            "List-Unsubscribe-Post");

    /** A second one would send who wants to be left alone to somebody else (RFC 8058, 4). */
    private static final Set<String> ONCE = Set.of("List-Unsubscribe", "List-Unsubscribe-Post");

    private static final String FOLD = "\r\n\t";
    private static final int LINE = 72;

    public DkimSigner {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("nothing to sign with");
        }
    }

    /** For who takes no more than one signature. */
    public DkimSigner withOneSignature() {
        return keys.size() == 1 ? this : new DkimSigner(domain, keys.subList(0, 1));
    }

    /**
     * Whether a signature of ours may speak for a letter from there: relaxed alignment (RFC 9989, 4.4), as far as names tell it. Where
     * both are below one name of two labels, only DNS knows whether that is one owner's.
     *
     * @param from domain of the letter's From
     */
    public boolean alignsWith(Domain from) {
        List<String> ours = labels(domain);
        List<String> theirs = labels(from);
        int least = Math.min(2, Math.max(ours.size(), theirs.size()));
        return least <= Math.min(ours.size(), theirs.size())
                && ours.subList(0, least).equals(theirs.subList(0, least));
    }

    /** From the top-level domain down. */
    private static List<String> labels(Domain domain) {
        List<String> labels = Arrays.asList(domain.name().split("\\."));
        Collections.reverse(labels);
        return labels;
    }

    /**
     * @param letter as it goes over the wire but for dot-stuffing; a line may end in LF alone where the CR is added on the way
     * @param length of it, from its first byte
     * @return the header fields to put before it, in ASCII
     */
    public byte[] sign(byte[] letter, int length) {
        HeaderFields fields = HeaderFields.of(letter, length);
        String bodyHash = base64(RelaxedBody.sha256(letter, fields.body(), length));
        ByteArrayOutputStream signed = new ByteArrayOutputStream(2048);
        String names = signedNames(letter, fields, signed);
        byte[] header = signed.toByteArray();
        StringBuilder signatures = new StringBuilder(1024);
        for (Selected selected : keys) {
            SignatureAlgorithm algorithm = selected.key().algorithm();
            String tags = "v=1; a=" + algorithm.tag() + "; c=relaxed/relaxed; d=" + domain + ";" + FOLD + "s="
                    + selected.selector() + ";" + FOLD + "h=" + names + ";" + FOLD + "bh=" + bodyHash + ";" + FOLD
                    + "b=";
            byte[] own = ("dkim-signature:" + tags.replace(FOLD, " ")).getBytes(StandardCharsets.US_ASCII);
            signatures.append("DKIM-Signature: ").append(tags);
            fold(base64(signature(selected.key(), header, own)), signatures);
            signatures.append("\r\n");
        }
        return signatures.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Puts what is signed into {@code out}; a name more often than its field is there says that no more may come. */
    private static String signedNames(byte[] letter, HeaderFields fields, ByteArrayOutputStream out) {
        List<String> names = new ArrayList<>();
        for (String name : ALWAYS) {
            addEach(name, letter, fields, names, out);
            names.add(name);
        }
        for (String name : WHERE_PRESENT) {
            if (addEach(name, letter, fields, names, out) && ONCE.contains(name)) {
                names.add(name);
            }
        }
        StringBuilder folded = new StringBuilder();
        int column = 3;
        for (String name : names) {
            if (column + name.length() > LINE) {
                folded.append(FOLD);
                column = 0;
            }
            folded.append(name).append(':');
            column += name.length() + 1;
        }
        folded.setLength(folded.length() - 1);
        return folded.toString();
    }

    /** From the last to the first (RFC 6376, 5.4.2). */
    private static boolean addEach(
            String name, byte[] letter, HeaderFields fields, List<String> names, ByteArrayOutputStream out) {
        boolean found = false;
        for (int i = fields.all().size() - 1; i >= 0; i--) {
            HeaderFields.Field field = fields.all().get(i);
            if (field.name().equalsIgnoreCase(name)) {
                HeaderFields.relax(letter, field, out);
                names.add(name);
                found = true;
            }
        }
        return found;
    }

    private static byte[] signature(DkimKey key, byte[] header, byte[] own) {
        try {
            Signature signature = Signature.getInstance(key.algorithm().jdk());
            signature.initSign(key.secret());
            switch (key.algorithm()) {
                case RSA -> {
                    signature.update(header);
                    signature.update(own);
                }
                case ED25519 -> {
                    // RFC 8463, 3: of the hash, since the algorithm takes no stream.
                    var digest = RelaxedBody.sha256();
                    digest.update(header);
                    signature.update(digest.digest(own));
                }
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a letter cannot be signed with the key " + key, e);
        }
    }

    private static void fold(String base64, StringBuilder out) {
        for (int from = 0; from < base64.length(); from += LINE) {
            out.append(from == 0 ? "" : FOLD).append(base64, from, Math.min(from + LINE, base64.length()));
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
