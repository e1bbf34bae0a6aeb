package org.facteur.job.enlist;

import java.util.Optional;
import org.facteur.address.AddressParser;
import org.facteur.address.EmailAddress;
import org.facteur.address.ParsedAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Row;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.Exclusion;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Validates each address and merges each letter once, so that nothing can fail later that could have been known before. Safe for several
 * threads.
 */
final class EnlistProcessor implements ItemProcessor<Row, Enlistment.Entry> {

    private final Enlistment enlistment;
    private final EnlistPass pass;
    private final MailLog log;
    private final AddressParser addresses = new AddressParser();
    private @Nullable Boolean enlistedBefore;

    EnlistProcessor(Enlistment enlistment, EnlistPass pass, MailLog log) {
        this.enlistment = enlistment;
        this.pass = pass;
        this.log = log;
    }

    @Override
    public Enlistment.Entry process(Row row) {
        if (row instanceof Row.Unreadable unreadable) {
            return excluded(unreadable.line(), unreadable.raw(), unreadable.reason());
        }
        Contact contact = (Contact) row;
        String cell = pass.reader().emailOf(contact);
        ParsedAddress parsed = addresses.parse(cell);
        if (parsed instanceof ParsedAddress.Invalid invalid) {
            return excluded(contact.line(), cell, invalid.reason());
        }
        ParsedAddress.Valid valid = (ParsedAddress.Valid) parsed;
        if (!valid.cleanups().isEmpty()) {
            log.cleaned(contact.line(), valid.cleanups());
        }
        trialMerge(valid.address(), contact);
        return new Enlistment.Entry.Recipient(valid.address(), contact);
    }

    /** What will be sent: the row as it was enlisted where it was enlisted before. A letter that has left is not merged again. */
    private void trialMerge(EmailAddress email, Contact contact) {
        Optional<Enlistment.Known> known = isEnlistedBefore() ? enlistment.find(email) : Optional.empty();
        if (known.isEmpty()) {
            pass.composer().merge(email, contact);
        } else if (known.get().state().isOpen()) {
            if (!known.get().contact().values().equals(contact.values())) {
                pass.keepsAsEnlisted();
            }
            pass.composer().merge(email, known.get().contact());
        }
    }

    /** Asked once, before the first chunk is written. */
    private synchronized boolean isEnlistedBefore() {
        if (enlistedBefore == null) {
            enlistedBefore = enlistment.hasRecipients();
        }
        return enlistedBefore;
    }

    private static Enlistment.Entry excluded(long line, String raw, Reason reason) {
        return new Enlistment.Entry.Excluded(new Exclusion(line, Exclusion.Kind.INVALID, raw, reason));
    }
}
