package org.facteur.job.enlist;

import java.util.Optional;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Recipient;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Enlistment;
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
        Optional<Enlistment.Known> known = enlistment.hadNobody() ? Optional.empty() : enlistment.find(email);
        if (known.isEmpty()) {
            pass.merged(pass.composer().merge(email, contact));
        } else if (known.get().state().isOpen()) {
            if (!known.get().contact().values().equals(contact.values())) {
                pass.keepsAsEnlisted();
            }
            if (pass.mergesAgain() || known.get().isPutBack()) {
                merge(known.get());
            }
        }
    }

    private void merge(Enlistment.Known letter) {
        pass.merged(pass.composer().merge(letter.email(), letter.contact()));
    }
}
