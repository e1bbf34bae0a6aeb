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
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Merges each letter once, so that nothing can fail later that could have been known before. Safe for several threads. */
final class EnlistProcessor implements ItemProcessor<EnlistItem, EnlistItem> {

    private final EnlistPass pass;
    private final MailLog log;

    EnlistProcessor(EnlistPass pass, MailLog log) {
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
            trialMerge(recipient.address(), recipient.contact(), row.known());
        }
        return item;
    }

    /** What will be sent: the row as it was enlisted where it was enlisted before. A letter that has left is not merged again. */
    private void trialMerge(EmailAddress email, Contact contact, Enlistment.@Nullable Known known) {
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
