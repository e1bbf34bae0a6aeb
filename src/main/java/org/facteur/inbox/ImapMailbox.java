package org.facteur.inbox;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.facteur.campaign.MailboxAccount;
import org.facteur.ledger.ReturnBook;
import org.facteur.ledger.ReturnBook.Cursor;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.MendableException;
import org.facteur.relay.Credentials;
import org.facteur.relay.Tls;
import org.facteur.relay.TokenSource;
import org.facteur.relay.Trust;

/**
 * Reads an IMAP account (RFC 9051) without a trace: folders are opened with EXAMINE and messages fetched with BODY.PEEK, so that nothing is
 * marked as seen. Goes on behind the last message that was read, as long as the folder's UIDVALIDITY is the same.
 */
final class ImapMailbox {

    /** Of a message: reports are small, and their copies need not be read to the end. */
    private static final int LARGEST = 256 * 1024;

    /** Messages to a commit. */
    private static final int BATCH = 100;

    private final MailboxAccount account;
    private final TokenSourceOf tokens;

    /** Where access tokens come from. */
    private interface TokenSourceOf {
        TokenSource of(Credentials.OAuth2 credentials);
    }

    /** @param kept folder for refresh tokens that took the place of others */
    ImapMailbox(MailboxAccount account, InstantSource clock, Path kept) {
        this.account = account;
        this.tokens = credentials -> TokenSource.of(credentials, clock, kept);
    }

    /** @throws MendableException when the account cannot be reached, refuses the login, or has no such folder */
    void readInto(InboxPass pass) {
        try (Store store = session().getStore("imap")) {
            connect(store);
            for (String name : account.folders()) {
                read(store, name, pass);
            }
        } catch (AuthenticationFailedException e) {
            throw new MendableException(InboxReason.MAILBOX_LOGIN.of(account.name(), said(e)), ExitCodes.NO_PERMISSION);
        } catch (FolderNotFoundException e) {
            throw new MendableException(InboxReason.MAILBOX_FOLDER.of(account.name(), said(e)), ExitCodes.CONFIG);
        } catch (TokenSource.TokenException e) {
            throw new MendableException(
                    InboxReason.MAILBOX_LOGIN.of(account.name(), e.reason()),
                    e.isRefused() ? ExitCodes.NO_PERMISSION : ExitCodes.UNAVAILABLE);
        } catch (MessagingException | IOException e) {
            throw new MendableException(
                    InboxReason.MAILBOX_UNREACHED.of(account.name(), account.host(), account.port(), said(e)),
                    ExitCodes.UNAVAILABLE);
        }
    }

    private static String said(Exception e) {
        return Texts.cut(Texts.oneLine(String.valueOf(e.getMessage())), 300);
    }

    private Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.connectiontimeout", "10000");
        properties.setProperty("mail.imap.timeout", "60000");
        properties.setProperty("mail.imap.writetimeout", "60000");
        properties.setProperty("mail.imap.peek", "true");
        properties.setProperty("mail.imap.fetchsize", String.valueOf(LARGEST));
        properties.setProperty("mail.imap.ssl.enable", String.valueOf(account.tls() == Tls.IMPLICIT));
        properties.setProperty("mail.imap.ssl.checkserveridentity", "true");
        properties.setProperty("mail.imap.starttls.enable", String.valueOf(account.tls() == Tls.STARTTLS));
        properties.setProperty("mail.imap.starttls.required", String.valueOf(account.tls() == Tls.STARTTLS));
        if (account.credentials() instanceof Credentials.OAuth2) {
            properties.setProperty("mail.imap.auth.mechanisms", "XOAUTH2");
        }
        if (account.tls() != Tls.NONE) {
            try {
                properties.put("mail.imap.ssl.socketFactory", Trust.socketFactory(account.trust()));
            } catch (InvalidValueException e) {
                throw new MendableException(e.reason(), ExitCodes.CONFIG);
            }
        }
        return Session.getInstance(properties);
    }

    private void connect(Store store) throws MessagingException {
        Credentials credentials = account.credentials();
        if (credentials instanceof Credentials.Password password) {
            store.connect(account.host(), account.port(), password.username(), password.password());
        } else if (credentials instanceof Credentials.OAuth2 oauth2) {
            String token = tokens.of(oauth2).accessToken();
            store.connect(account.host(), account.port(), oauth2.username(), token);
        } else {
            throw new AuthenticationFailedException("no password was given");
        }
    }

    private void read(Store store, String name, InboxPass pass) throws MessagingException, IOException {
        try (Folder folder = store.getFolder(name)) {
            folder.open(Folder.READ_ONLY);
            UIDFolder uids = (UIDFolder) folder;
            long validity = uids.getUIDValidity();
            String key = account.host() + "/" + username();
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

    private String username() {
        Credentials credentials = account.credentials();
        if (credentials instanceof Credentials.Password password) {
            return password.username();
        }
        return credentials instanceof Credentials.OAuth2 oauth2 ? oauth2.username() : "";
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
