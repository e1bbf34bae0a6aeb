package org.facteur.job.enlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.MailingDigest;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.home.MessageKeyFile;
import org.facteur.ledger.Enlisted;
import org.facteur.ledger.Enlistment;
import org.facteur.message.LetterComposer;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** One pass over the contacts file: what it is of, and the composer that fits the file's columns. */
public final class EnlistPass {

    private final Campaign campaign;
    private final MailingDigest digest;
    private final Supplier<Optional<Enlisted>> kept;
    private @Nullable Enlisted before;
    private boolean asked;
    private long number;
    private final AtomicLong keptAsEnlisted = new AtomicLong();
    private final AtomicLong largestLetter = new AtomicLong();
    private @Nullable Recipients recipients;
    private @Nullable LetterComposer composer;

    /** @param kept what the ledger has of the campaign; asked once the step begins, since settling may forget a rehearsal */
    public EnlistPass(Campaign campaign, Supplier<Optional<Enlisted>> kept) {
        this.campaign = campaign;
        this.digest = MailingDigest.of(campaign);
        this.kept = kept;
    }

    /** Neither the contacts nor the templates have changed since they were enlisted whole: no row is to be read. */
    public boolean isUnchanged() {
        return digest.isSameAs(enlistedBefore());
    }

    private synchronized @Nullable Enlisted before() {
        if (!asked) {
            before = kept.get().orElse(null);
            asked = true;
        }
        return before;
    }

    /** Digest of what was enlisted last, whole. */
    private @Nullable String enlistedBefore() {
        Enlisted row = before();
        return row == null ? null : row.digest();
    }

    private @Nullable Long largestBefore() {
        Enlisted row = before();
        return row == null ? null : row.largestLetter();
    }

    /** The letter is not the one that was enlisted last: those who have not had it yet get it as it is now. */
    boolean hasLetterChanged() {
        return digest.hasOtherLetterThan(enlistedBefore());
    }

    /**
     * Whether those who were enlisted before are merged once more, with the values of then: not where their letter is the same, unless
     * each has files of its own, which may have gone, or nobody knows how large they are.
     */
    boolean mergesAgain() {
        return enlistedBefore() == null
                || largestBefore() == null
                || hasLetterChanged()
                || !campaign.message().attachments().isEmpty();
    }

    /** The file has other values for someone who has not been written to yet; those that were enlisted stay. */
    void keepsAsEnlisted() {
        keptAsEnlisted.incrementAndGet();
    }

    long keptAsEnlisted() {
        return keptAsEnlisted.get();
    }

    /** Letters that wait are to be merged as the ledger has them, since no row of the contacts file is read that may tell of them. */
    Iterator<Enlistment.Known> toMerge(Enlistment enlistment) {
        Enlisted row = before();
        if (!isUnchanged() && mergesAgain()) {
            return enlistment.hadNobody() ? Collections.emptyIterator() : enlistment.waitingBefore(number);
        }
        if (largestBefore() == null) {
            return enlistment.waiting();
        }
        return row != null && row.putBack() ? enlistment.putBack() : Collections.emptyIterator();
    }

    /** @param bytes of a letter that is to be sent */
    void merged(long bytes) {
        largestLetter.accumulateAndGet(bytes, Math::max);
    }

    /** Bytes of the largest letter that is to be sent. One that has left may have been larger than those that wait. */
    public long largestLetter() {
        return largestLetter.get();
    }

    /** Why no letter can leave, where no row is to be written to. */
    Reason nobody(Optional<Exclusion> first) {
        return Recipients.nobody(campaign.contacts(), first.orElse(null));
    }

    String digest() {
        return digest.toString();
    }

    long number() {
        return number;
    }

    void open(long passNumber, Recipients walk) {
        number = passNumber;
        recipients = walk;
    }

    /** What is not merged again counts as it was. */
    void keepLargest() {
        Long largest = largestBefore();
        if (largest != null && (isUnchanged() || !mergesAgain())) {
            merged(largest);
        }
    }

    /** What the owner should know of the contacts file. */
    List<Reason> notes() {
        return recipients == null ? List.of() : recipients.notes();
    }

    private List<String> columns() throws IOException {
        if (recipients != null) {
            return recipients.columns();
        }
        try (Recipients headings = Recipients.open(campaign.contacts(), Suppressions.NONE)) {
            return headings.columns();
        }
    }

    /** For the columns that the file has now. Several threads merge with it. */
    public synchronized LetterComposer composer() {
        if (composer == null) {
            try {
                composer = new LetterComposer(campaign.message(), columns(), MessageKeyFile.of(campaign.home()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return composer;
    }
}
