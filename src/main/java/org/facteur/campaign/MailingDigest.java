package org.facteur.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.facteur.message.LetterFiles;
import org.facteur.message.MessageSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a mailing is made of, in short: where it is the same as when everybody was enlisted, enlisting has nothing to do.
 *
 * @param contacts of the contacts file and how it is read
 * @param letter of all that makes a letter
 */
public record MailingDigest(String contacts, String letter) {

    /** Reads the contacts file and what the letter is made of, whole. */
    public static MailingDigest of(Campaign campaign) {
        try {
            MessageDigest contacts = sha();
            add(contacts, campaign.contacts().toString());
            add(contacts, campaign.contacts().file());
            return new MailingDigest(half(contacts), letter(campaign));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what the letter is made of, whole: the same on each machine that makes the same letters, wherever the files lie there. */
    public static String letter(Campaign campaign) {
        try {
            MessageDigest letter = sha();
            add(letter, portable(campaign.message()).toString());
            for (Path file : LetterFiles.of(campaign.message())) {
                add(letter, file);
            }
            return half(letter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageSpec portable(MessageSpec spec) {
        Path base = spec.base();
        Map<String, Path> inline = new LinkedHashMap<>();
        spec.inline().forEach((name, file) -> inline.put(name, from(base, file)));
        return new MessageSpec(
                spec.campaign(),
                spec.from(),
                spec.replyTo(),
                spec.locale(),
                spec.contactLocale(),
                spec.toName(),
                spec.subject(),
                spec.html() == null ? null : from(base, spec.html()),
                spec.markdown() == null ? null : from(base, spec.markdown()),
                spec.text() == null ? null : from(base, spec.text()),
                inline,
                spec.attachments(),
                Path.of(""),
                spec.unsubscribe(),
                spec.dkim());
    }

    private static Path from(Path base, Path file) {
        return file.isAbsolute() == base.isAbsolute() ? base.relativize(file) : file;
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param kept what {@link #toString} gave when all were enlisted; null: they never were */
    public boolean isSameAs(@Nullable String kept) {
        return toString().equals(kept);
    }

    /** @param kept as in {@link #isSameAs} */
    public boolean hasOtherLetterThan(@Nullable String kept) {
        return isOther(letter, kept);
    }

    /**
     * @param letter as {@link #letter(Campaign)} gave it
     * @param kept as in {@link #isSameAs}
     */
    public static boolean isOther(String letter, @Nullable String kept) {
        return kept != null && !letter.equals(kept.substring(kept.indexOf('-') + 1));
    }

    /** As the ledger keeps it. */
    @Override
    public String toString() {
        return contacts + "-" + letter;
    }

    /** 128 bits tell files apart well enough. */
    private static String half(MessageDigest sha) {
        return HexFormat.of().formatHex(sha.digest(), 0, 16);
    }

    private static void add(MessageDigest sha, String text) {
        sha.update(text.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
    }

    private static void add(MessageDigest sha, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha.update(buffer, 0, read);
            }
        }
        sha.update((byte) 0);
    }
}
