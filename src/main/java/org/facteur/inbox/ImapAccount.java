package org.facteur.inbox;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.facteur.campaign.MailboxAccount;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.MendableException;
import org.facteur.relay.Credentials;
import org.facteur.relay.Tls;
import org.facteur.relay.TokenSource;
import org.facteur.relay.Trust;

/** Logs in to an IMAP account (RFC 9051), and says what is wrong where that does not work. */
final class ImapAccount {

    private final MailboxAccount account;
    private final TokenSourceOf tokens;

    /** Where access tokens come from. */
    private interface TokenSourceOf {
        TokenSource of(Credentials.OAuth2 credentials, BooleanSupplier isOver);
    }

    /** What is done while it is open. */
    interface Visit {
        void to(Store store) throws MessagingException, IOException;
    }

    /** @param kept folder for refresh tokens that took the place of others */
    ImapAccount(MailboxAccount account, InstantSource clock, Path kept) {
        this.account = account;
        this.tokens = (credentials, isOver) -> TokenSource.of(credentials, clock, kept, isOver);
    }

    List<String> folders() {
        return account.folders();
    }

    /** What a cursor in it is kept under. */
    String key() {
        return account.host() + "/"
                + Objects.requireNonNullElse(account.credentials().username(), "");
    }

    /**
     * @param isOver asked all the time, also in the midst of an answer: whether the connection is to be cut
     * @throws MendableException when the account cannot be reached, refuses the login, has no such folder, or was cut
     */
    void connected(Visit visit, BooleanSupplier isOver) {
        try (TimedSockets sockets = new TimedSockets(isOver);
                Store store = session(sockets).getStore("imap")) {
            connect(store, isOver);
            visit.to(store);
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

    /** With what lies behind it, such as the certificate for which STARTTLS failed. */
    private static String said(Exception e) {
        Throwable behind = e;
        while (behind.getCause() != null) {
            behind = behind.getCause();
        }
        String message = String.valueOf(e.getMessage());
        String why = Objects.requireNonNullElse(
                behind.getMessage(), behind.getClass().getSimpleName());
        return Texts.cut(Texts.oneLine(message.contains(why) ? message : message + ": " + why), 300);
    }

    private SSLSocketFactory tls() {
        try {
            return Trust.socketFactory(account.trust());
        } catch (InvalidValueException e) {
            throw new MendableException(e.reason(), ExitCodes.CONFIG);
        }
    }

    private Session session(TimedSockets sockets) {
        Properties properties = new Properties();
        properties.put("mail.imap.socketFactory", sockets.clear());
        properties.put("mail.imap.ssl.socketFactory", sockets.under(tls()));
        properties.setProperty("mail.imap.socketFactory.fallback", "false");
        properties.setProperty("mail.imap.connectiontimeout", "10000");
        properties.setProperty("mail.imap.timeout", "60000");
        properties.setProperty("mail.imap.writetimeout", "60000");
        properties.setProperty("mail.imap.peek", "true");
        properties.setProperty("mail.imap.fetchsize", String.valueOf(ImapMailbox.LARGEST));
        properties.setProperty("mail.imap.ssl.enable", String.valueOf(account.tls() == Tls.IMPLICIT));
        properties.setProperty("mail.imap.ssl.checkserveridentity", "true");
        properties.setProperty("mail.imap.starttls.enable", String.valueOf(account.tls() == Tls.STARTTLS));
        properties.setProperty("mail.imap.starttls.required", String.valueOf(account.tls() == Tls.STARTTLS));
        if (account.credentials() instanceof Credentials.OAuth2) {
            properties.setProperty("mail.imap.auth.mechanisms", "XOAUTH2");
        }
        return Session.getInstance(properties);
    }

    private void connect(Store store, BooleanSupplier isOver) throws MessagingException {
        Credentials credentials = account.credentials();
        if (credentials instanceof Credentials.Password password) {
            store.connect(account.host(), account.port(), password.username(), password.password());
        } else if (credentials instanceof Credentials.OAuth2 oauth2) {
            String token = tokens.of(oauth2, isOver).accessToken();
            store.connect(account.host(), account.port(), oauth2.username(), token);
        } else {
            throw new AuthenticationFailedException("no password was given");
        }
    }
}
