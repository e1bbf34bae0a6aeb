package org.facteur.relay;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Angus's SMTP transport with three things added: the seal right before the final dot, the whole reply to each command with its
 * phase, and SMTPUTF8 (RFC 6531) for the letters that need it only, since a later relay without it would bounce the others.
 */
final class SealedTransport extends SMTPTransport {

    /** Carries what a seal threw past Angus, which drops the connection for an IOException and for nothing else. */
    static final class SealFailure extends IOException {
        private final RuntimeException failure;

        SealFailure(RuntimeException failure) {
            super(failure);
            this.failure = failure;
        }

        RuntimeException failure() {
            return failure;
        }
    }

    private Phase phase = Phase.GREETING;
    private boolean listening = true;
    private @Nullable Reply reply;
    private @Nullable Seal seal;
    private boolean dotSent;
    private boolean internationalized;

    SealedTransport(Session session) {
        super(session, null);
    }

    /** Before each letter. */
    void prepare(Seal letterSeal, boolean needsUtf8) {
        seal = letterSeal;
        internationalized = needsUtf8;
        dotSent = false;
        reply = null;
        listening = true;
        phase = Phase.MAIL;
    }

    boolean offersUtf8() {
        return super.supportsExtension("SMTPUTF8");
    }

    /** The last reply that belongs to the conversation proper; null where none came. */
    @Nullable
    Reply reply() {
        return reply;
    }

    Phase phase() {
        return phase;
    }

    boolean dotSent() {
        return dotSent;
    }

    @Override
    public boolean supportsExtension(String extension) {
        return super.supportsExtension(extension) && (internationalized || !extension.equals("SMTPUTF8"));
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        String verb = command.equals(".") ? "." : command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO", "HELO" -> phase = Phase.EHLO;
            case "STARTTLS" -> phase = Phase.STARTTLS;
            case "AUTH" -> phase = Phase.AUTH;
            case "MAIL" -> phase = Phase.MAIL;
            case "RCPT" -> phase = Phase.RCPT;
            case "DATA" -> phase = Phase.DATA;
            case "." -> phase = Phase.DOT;
            // What RSET or QUIT is answered says nothing of the letter, and must not hide what did.
            case "RSET", "QUIT", "NOOP" -> listening = false;
            default -> {}
        }
        super.sendCommand(command);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        if (listening) {
            reply = null;
        }
        int code = super.readServerResponse();
        if (listening && code > 0) {
            reply = Reply.parse(phase, getLastServerResponse());
        }
        return code;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        try {
            if (seal != null) {
                seal.beforeFinalDot();
            }
        } catch (RuntimeException e) {
            throw new SealFailure(e);
        }
        dotSent = true;
        super.finishData();
    }

    /** BDAT would take the letter without a final dot; there is no instant before it to seal at. */
    @Override
    protected void finishBdat() {
        throw new UnsupportedOperationException("letters are sent with DATA");
    }
}
