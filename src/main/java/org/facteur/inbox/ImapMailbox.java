package org.facteur.inbox;

import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.facteur.ledger.ReturnBook.Cursor;
import org.facteur.reason.MendableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an IMAP account (RFC 9051) without a trace: folders are opened with EXAMINE and messages fetched with BODY.PEEK, so that nothing is
 * marked as seen. Goes on behind the last message that was read, as long as the folder's UIDVALIDITY is the same.
 */
final class ImapMailbox {

    private static final Logger LOG = LoggerFactory.getLogger(ImapMailbox.class);

    /** Of a message that came back: reports are small, and their copies need not be read to the end. */
    static final int LARGEST = 256 * 1024;

    /** Of any other, which is enough to see that it is one: pictures and newsletters need not travel. */
    private static final int BEGINNING = 32 * 1024;

    /** Messages to a round trip and a commit: at most 25 MB. */
    private static final int BATCH = 100;

    private static final Duration ONE_DAY = Duration.ofDays(1);

    /** As SEARCH wants it (RFC 9051, 9: date-text). */
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final ImapAccount account;
    private final BooleanSupplier isOver;

    /** @param isOver asked all the time: whether the rest is to be read another time */
    ImapMailbox(ImapAccount account, BooleanSupplier isOver) {
        this.account = account;
        this.isOver = isOver;
    }

    /**
     * Its folders. One that is not there keeps none of the others from being read. What is left when the time is over is read another time.
     *
     * @throws MendableException when the account cannot be reached, refuses the login, or has no such folder
     */
    void readInto(InboxPass pass) {
        try {
            account.connected(store -> readInto(pass, store), isOver);
        } catch (MendableException e) {
            if (!isOver.getAsBoolean()) {
                throw e;
            }
            LOG.info("the time is over: {}", e.reason());
        }
    }

    private void readInto(InboxPass pass, Store store) throws MessagingException {
        FolderNotFoundException missing = null;
        for (String name : account.folders()) {
            try {
                read(store, name, pass);
            } catch (FolderNotFoundException e) {
                missing = e;
            }
        }
        if (missing != null) {
            throw missing;
        }
    }

    private void read(Store store, String name, InboxPass pass) throws MessagingException {
        try (IMAPFolder folder = (IMAPFolder) store.getFolder(name)) {
            folder.open(Folder.READ_ONLY);
            long validity = folder.getUIDValidity();
            // What arrives from here on is read the next time.
            long newest = Math.max(0, folder.getUIDNext() - 1);
            String key = account.key();
            Optional<Long> last = pass.book()
                    .cursor(key, name)
                    .filter(one -> one.uidValidity() == validity)
                    .map(Cursor::lastUid);
            // The first time only what can be about the mailing. Servers compare days, in a zone of their own.
            String which = last.map(uid -> "UID " + (uid + 1) + ":*")
                    .orElseGet(() -> "SINCE " + DAY.format(pass.since().minus(ONE_DAY)));
            List<Long> found = search(folder, which).stream()
                    // A server gives the last message where nothing is behind it.
                    .filter(uid -> uid > last.orElse(0L))
                    .sorted()
                    .toList();
            if (!takeAll(pass, folder, found, uid -> pass.book().moved(key, name, new Cursor(validity, uid)))) {
                return;
            }
            long read = found.isEmpty() ? last.orElse(0L) : found.get(found.size() - 1);
            // What is older than the mailing is passed over, too.
            pass.takeAll(List.of(), () -> pass.book().moved(key, name, new Cursor(validity, Math.max(read, newest))));
        }
    }

    /**
     * While messages are taken in, the server gives the next ones.
     *
     * @return whether all have been
     */
    private boolean takeAll(InboxPass pass, IMAPFolder folder, List<Long> uids, LongConsumer moved)
            throws MessagingException {
        ExecutorService ahead = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "mailbox");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Future<Map<Long, byte[]>> coming = ahead.submit(() -> fetch(folder, batch(uids, 0), BEGINNING));
            for (int from = 0; from < uids.size(); from += BATCH) {
                if (isOver.getAsBoolean()) {
                    return false;
                }
                Map<Long, byte[]> messages = fetched(coming);
                List<Long> next = batch(uids, from + BATCH);
                coming = ahead.submit(() -> fetch(folder, next, BEGINNING));
                List<Long> cut = messages.entrySet().stream()
                        .filter(one -> one.getValue().length >= BEGINNING && pass.wantsMore(one.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
                messages.putAll(fetch(folder, cut, LARGEST));
                long last = uids.get(Math.min(from + BATCH, uids.size()) - 1);
                pass.takeAll(messages.values(), () -> moved.accept(last));
            }
            fetched(coming);
            return true;
        } finally {
            ahead.shutdownNow();
        }
    }

    private static List<Long> batch(List<Long> uids, int from) {
        return from >= uids.size() ? List.of() : uids.subList(from, Math.min(uids.size(), from + BATCH));
    }

    private static Map<Long, byte[]> fetched(Future<Map<Long, byte[]>> coming) throws MessagingException {
        try {
            return coming.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessagingException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted", e);
        }
    }

    /** UIDs. Angus would ask for each of them behind a search of its own. */
    private static List<Long> search(IMAPFolder folder, String which) throws MessagingException {
        List<Long> uids = new ArrayList<>();
        command(folder, "UID SEARCH " + which, response -> {
            if (response instanceof IMAPResponse found && found.keyEquals("SEARCH")) {
                for (long uid = found.readLong(); uid != -1; uid = found.readLong()) {
                    uids.add(uid);
                }
            }
        });
        return uids;
    }

    /** The beginnings of messages, by UID; those that were deleted meanwhile, or that the server cannot give, are missing. */
    private static Map<Long, byte[]> fetch(IMAPFolder folder, List<Long> uids, int bytes) throws MessagingException {
        try {
            return fetchAtOnce(folder, uids, bytes);
        } catch (MessagingException e) {
            if (!(e.getCause() instanceof CommandFailedException)) {
                throw e;
            }
            if (uids.size() == 1) {
                LOG.warn("message {} of folder {} cannot be read and is passed over: {}", uids, folder, e.getMessage());
                return Map.of();
            }
        }
        Map<Long, byte[]> messages = new TreeMap<>();
        for (Long uid : uids) {
            messages.putAll(fetch(folder, List.of(uid), bytes));
        }
        return messages;
    }

    /** In one round trip. */
    private static Map<Long, byte[]> fetchAtOnce(IMAPFolder folder, List<Long> uids, int bytes)
            throws MessagingException {
        Map<Long, byte[]> messages = new TreeMap<>();
        if (uids.isEmpty()) {
            return messages;
        }
        String set = uids.stream().map(String::valueOf).collect(Collectors.joining(","));
        command(folder, "UID FETCH " + set + " (UID BODY.PEEK[]<0." + bytes + ">)", response -> {
            if (response instanceof FetchResponse fetched) {
                UID uid = fetched.getItem(UID.class);
                BODY body = fetched.getItem(BODY.class);
                if (uid != null && body != null && body.getByteArray() != null) {
                    messages.put(uid.uid, body.getByteArray().getNewBytes());
                }
            }
        });
        return messages;
    }

    private static void command(IMAPFolder folder, String command, Consumer<Response> each) throws MessagingException {
        folder.doCommand(protocol -> {
            Response[] responses = protocol.command(command, null);
            for (Response response : responses) {
                each.accept(response);
            }
            protocol.notifyResponseHandlers(responses);
            protocol.handleResult(responses[responses.length - 1]);
            return responses.length;
        });
    }
}
