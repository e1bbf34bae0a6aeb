package org.facteur.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.contact.ContactReader;
import org.facteur.message.LetterComposer;
import org.jspecify.annotations.Nullable;

/** One pass over the contacts file: what it is of, and the composer that fits the file's columns. */
final class EnlistPass {

    private final Campaign campaign;
    private final Timing timing;
    private final String digest;
    private final boolean unchanged;
    private final boolean letterChanged;
    private long number;
    private long keptAsEnlisted;
    private @Nullable ContactReader reader;
    private @Nullable LetterComposer composer;

    /**
     * @param enlistedBefore digest of what was enlisted last, whole; null: nothing yet
     */
    EnlistPass(Campaign campaign, Timing timing, @Nullable String enlistedBefore) {
        this.campaign = campaign;
        this.timing = timing;
        this.digest = digest(campaign);
        this.unchanged = digest.equals(enlistedBefore);
        this.letterChanged = enlistedBefore != null && !letterOf(digest).equals(letterOf(enlistedBefore));
    }

    /** Neither the contacts nor the templates have changed since they were enlisted whole: there is nothing to do. */
    boolean isUnchanged() {
        return unchanged;
    }

    /** The letter is not the one that was enlisted last: whoever has not had it yet gets it as it is now. */
    boolean hasLetterChanged() {
        return letterChanged;
    }

    /** The file has other values for someone who has not been written to yet; those that were enlisted stay. */
    void keepsAsEnlisted() {
        keptAsEnlisted++;
    }

    long keptAsEnlisted() {
        return keptAsEnlisted;
    }

    String digest() {
        return digest;
    }

    long number() {
        return number;
    }

    void open(long passNumber, ContactReader contacts) {
        number = passNumber;
        reader = contacts;
    }

    ContactReader reader() {
        if (reader == null) {
            reader = ContactReader.open(campaign.contacts());
        }
        return reader;
    }

    /** For the columns that the file has now. Several threads merge with it. */
    synchronized LetterComposer composer() {
        if (composer == null) {
            composer = new LetterComposer(campaign.message(), reader().columns(), timing);
        }
        return composer;
    }

    private static String digest(Campaign campaign) {
        try {
            MessageDigest contacts = MessageDigest.getInstance("SHA-256");
            add(contacts, campaign.contacts().toString());
            add(contacts, campaign.contacts().file());
            MessageDigest letter = MessageDigest.getInstance("SHA-256");
            add(letter, campaign.message().toString());
            Stream<@Nullable Path> files = Stream.concat(
                    Stream.of(campaign.message().html(), campaign.message().text()),
                    campaign.message().inline().values().stream());
            List<Path> all =
                    files.filter(path -> path != null).map(Path::toAbsolutePath).toList();
            for (Path file : all) {
                add(letter, file);
            }
            return half(contacts) + "-" + half(letter);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 128 bits tell files apart well enough. */
    private static String half(MessageDigest sha) {
        return HexFormat.of().formatHex(sha.digest(), 0, 16);
    }

    private static String letterOf(String digest) {
        return digest.substring(digest.indexOf('-') + 1);
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
