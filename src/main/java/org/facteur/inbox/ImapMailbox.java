package org.facteur.inbox;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.facteur.ledger.ReturnBook;
import org.facteur.ledger.ReturnBook.Cursor;
import org.facteur.reason.MendableException;

/**
 * Reads an IMAP account (RFC 9051) without a trace: folders are opened with EXAMINE and messages fetched with BODY.PEEK, so that nothing is
 * marked as seen. Goes on behind the last message that was read, as long as the folder's UIDVALIDITY is the same.
 */
final class ImapMailbox {

    /** Of a message: reports are small, and their copies need not be read to the end. */
    static final int LARGEST = 256 * 1024;

    /** Messages to a commit. */
    private static final int BATCH = 100;

    private final ImapAccount account;

    ImapMailbox(ImapAccount account) {
        this.account = account;
    }

    /** @throws MendableException when the account cannot be reached, refuses the login, or has no such folder */
    void readInto(InboxPass pass) {
        account.connected(store -> {
            for (String name : account.folders()) {
                read(store, name, pass);
            }
        });
    }

    private void read(Store store, String name, InboxPass pass) throws MessagingException, IOException {
        try (Folder folder = store.getFolder(name)) {
            folder.open(Folder.READ_ONLY);
            UIDFolder uids = (UIDFolder) folder;
            long validity = uids.getUIDValidity();
            String key = account.key();
            Optional<Cursor> before = pass.book().cursor(key, name).filter(one -> one.uidValidity() == validity);
            long last = before.map(Cursor::lastUid).orElse(0L);
            List<Message> messages = Arrays.asList(
                    before.isPresent()
                            ? uids.getMessagesByUID(last + 1, UIDFolder.LASTUID)
                            // The first time only what can be about the mailing; servers compare days.
                            : folder.search(new ReceivedDateTerm(ComparisonTerm.GE, Date.from(pass.since()))));
            for (int from = 0; from < messages.size() || from == 0; from += BATCH) {
                List<byte[]> batch = new ArrayList<>();
                for (Message message : messages.subList(from, Math.min(messages.size(), from + BATCH))) {
                    long uid = uids.getUID(message);
                    // A server gives the last message where nothing is behind it.
                    if (uid > last) {
                        last = uid;
                        batch.add(bytes(message));
                    }
                }
                Cursor cursor = new Cursor(validity, messages.isEmpty() ? Math.max(last, newest(uids)) : last);
                ReturnBook book = pass.book();
                pass.takeAll(batch, () -> book.moved(key, name, cursor));
            }
        }
    }

    /** Whatever is there already is older than the mailing. */
    private static long newest(UIDFolder folder) throws MessagingException {
        return Math.max(0, folder.getUIDNext() - 1);
    }

    private static byte[] bytes(Message message) throws MessagingException, IOException {
        if (message instanceof IMAPMessage imap) {
            imap.setPeek(true);
            try (InputStream in = imap.getMimeStream()) {
                return in.readNBytes(LARGEST);
            }
        }
        throw new MessagingException("not an IMAP message");
    }
}
