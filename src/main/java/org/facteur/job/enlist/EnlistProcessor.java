package org.facteur.job.enlist;

import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Recipient;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Enlistment;
import org.facteur.message.LetterComposer;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.facteur.reason.MendableException;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Merges each letter once, so that nothing can fail later that could have been known before. Safe for several threads. */
final class EnlistProcessor implements ItemProcessor<EnlistItem, EnlistItem> {

    private final Enlistment enlistment;
    private final EnlistPass pass;
    private final MailLog log;

    EnlistProcessor(Enlistment enlistment, EnlistPass pass, MailLog log) {
        this.enlistment = enlistment;
        this.pass = pass;
        this.log = log;
    }

    @Override
    public EnlistItem process(EnlistItem item) {
        if (item instanceof EnlistItem.Waiting waiting) {
            merge(waiting.letter());
        } else if (item instanceof EnlistItem.Row row && row.listed() instanceof Recipient recipient) {
            if (!recipient.cleanups().isEmpty()) {
                log.cleaned(recipient.line(), recipient.cleanups());
            }
            trialMerge(recipient.address(), recipient.contact());
        }
        return item;
    }

    /** What will be sent: the row as it was enlisted where it was enlisted before. A letter that has left is not merged again. */
    private void trialMerge(EmailAddress email, Contact contact) {
        Enlistment.Known known =
                enlistment.hadNobody() ? null : enlistment.find(email).orElse(null);
        if (known == null) {
            pass.merged(pass.composer().merge(email, contact));
        } else if (known.state().isOpen()) {
            boolean changed = !known.contact().values().equals(contact.values());
            if (changed) {
                pass.keepsAsEnlisted();
            }
            if (pass.mergesAgain() || known.isPutBack()) {
                if (changed) {
                    merge(known);
                } else {
                    pass.merged(pass.composer().merge(email, contact));
                }
            }
        }
    }

    /** A mistake shows in the values of then, and the row of now may have others, or be gone. */
    private void merge(Enlistment.Known letter) {
        LetterComposer composer = pass.composer();
        try {
            pass.merged(composer.merge(letter.email(), letter.contact()));
        } catch (TemplateException | MissingFileException e) {
            throw new MendableException(JobReason.KEPT.of(e.reason(), letter.email()), e.exitCode());
        }
    }
}
