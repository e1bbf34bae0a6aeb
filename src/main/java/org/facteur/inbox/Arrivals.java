package org.facteur.inbox;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.facteur.campaign.MailboxAccount;

/**
 * Sees letters arrive in an IMAP account, in the folders that are read and in the one for spam. Leaves no trace: folders are opened with EXAMINE
 * and only headers are fetched. Not for more than one thread.
 */
public final class Arrivals {

    /** What the folder is called where the server does not say (RFC 6154), in lower case and without what stands above it. */
    private static final Set<String> SPAM = Set.of(
            "junk",
            "junk e-mail",
            "junk email",
            "spam",
            "bulk",
            "bulk mail",
            "indésirables",
            "courrier indésirable",
            "courriers indésirables",
            "pourriel",
            "pourriels",
            "quarantaine",
            "unerwünscht",
            "spamverdacht");

    /** Of a header; no receiver writes more. */
    private static final int LARGEST = 64 * 1024;

    /** A few headers take a second; a server that takes longer does not give them. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);

    private final ImapAccount account;
    private final InstantSource clock;
    /** By folder: its UIDVALIDITY, and the first UID that may be news. */
    private final Map<String, Place> places = new HashMap<>();

    private record Place(long validity, long next) {}

    /**
     * A letter that has come.
     *
     * @param folder its name as the server has it
     * @param header its fields in order, unfolded, as {@code Name: value}
     */
    public record Arrived(String folder, List<String> header) {

        public Arrived {
            header = List.copyOf(header);
        }

        /** The first field of this name; "" for none. */
        public String first(String name) {
            return header.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(field -> field.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private Arrivals(ImapAccount account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    /**
     * Whatever is there already is none.
     *
     * @param kept folder for refresh tokens that took the place of others
     * @throws org.facteur.reason.MendableException when the account cannot be reached, refuses the login, or has no such folder
     */
    public static Arrivals in(MailboxAccount account, InstantSource clock, Path kept) {
        Arrivals arrivals = new Arrivals(new ImapAccount(account, clock, kept), clock);
        arrivals.look(true);
        return arrivals;
    }

    /**
     * What has come since it was asked last.
     *
     * @throws org.facteur.reason.MendableException when the account cannot be reached, refuses the login, or has no such folder any more
     */
    public List<Arrived> look() {
        return look(false);
    }

    private List<Arrived> look(boolean first) {
        List<Arrived> arrived = new ArrayList<>();
        Instant latest = clock.instant().plus(LONGEST_LOOK);
        account.connected(
                store -> {
                    for (String folder : folders(store)) {
                        arrived.addAll(look(store, folder, first));
                    }
                },
                () -> clock.instant().isAfter(latest));
        return arrived;
    }

    private Set<String> folders(Store store) throws MessagingException {
        Set<String> folders = new LinkedHashSet<>(account.folders());
        for (Folder folder : store.getDefaultFolder().list("*")) {
            if ((folder.getType() & Folder.HOLDS_MESSAGES) != 0 && isForSpam(folder)) {
                folders.add(folder.getFullName());
            }
        }
        return folders;
    }

    private static boolean isForSpam(Folder folder) throws MessagingException {
        return SPAM.contains(folder.getName().toLowerCase(Locale.ROOT))
                || (folder instanceof IMAPFolder imap
                        && Arrays.stream(imap.getAttributes()).anyMatch("\\Junk"::equalsIgnoreCase));
    }

    private List<Arrived> look(Store store, String name, boolean first) throws MessagingException, IOException {
        try (Folder folder = store.getFolder(name)) {
            folder.open(Folder.READ_ONLY);
            UIDFolder uids = (UIDFolder) folder;
            // A folder that was not there before has nothing but news.
            Place before = places.getOrDefault(name, new Place(uids.getUIDValidity(), 1));
            long from = before.validity() == uids.getUIDValidity() ? before.next() : 1;
            long next = Math.max(from, uids.getUIDNext());
            List<Arrived> arrived = new ArrayList<>();
            if (!first) {
                for (Message message : uids.getMessagesByUID(from, UIDFolder.LASTUID)) {
                    // A server gives the last message where nothing is behind it.
                    long uid = uids.getUID(message);
                    if (uid >= from) {
                        arrived.add(new Arrived(name, header(message)));
                        next = Math.max(next, uid + 1);
                    }
                }
            }
            places.put(name, new Place(uids.getUIDValidity(), next));
            return arrived;
        }
    }

    private static List<String> header(Message message) throws MessagingException, IOException {
        if (!(message instanceof IMAPMessage imap)) {
            throw new MessagingException("not an IMAP message");
        }
        imap.setPeek(true);
        List<String> fields = new ArrayList<>();
        try (InputStream in = imap.getMimeStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new java.io.ByteArrayInputStream(in.readNBytes(LARGEST)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                if (line.matches("[ \\t].*") && !fields.isEmpty()) {
                    fields.set(fields.size() - 1, fields.get(fields.size() - 1) + " " + line.strip());
                } else {
                    fields.add(line);
                }
            }
        }
        return fields;
    }
}
