package org.facteur.job.enlist;

import java.time.Instant;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.MailingDigest;
import org.facteur.check.FirstLetters;
import org.facteur.contact.ContactReader;
import org.facteur.home.MessageKeyFile;
import org.facteur.message.LetterComposer;
import org.jspecify.annotations.Nullable;

/** One pass over the contacts file: what it is of, and the composer that fits the file's columns. */
public final class EnlistPass {

    private final Campaign campaign;
    private final MailingDigest digest;
    private final boolean unchanged;
    private final boolean letterChanged;
    private long number;
    private long keptAsEnlisted;
    private @Nullable ContactReader reader;
    private @Nullable LetterComposer composer;

    /**
     * @param enlistedBefore digest of what was enlisted last, whole; null: nothing yet
     */
    public EnlistPass(Campaign campaign, @Nullable String enlistedBefore) {
        this.campaign = campaign;
        this.digest = MailingDigest.of(campaign);
        this.unchanged = digest.isSameAs(enlistedBefore);
        this.letterChanged = digest.hasOtherLetterThan(enlistedBefore);
    }

    /** Neither the contacts nor the templates have changed since they were enlisted whole: there is nothing to do. */
    public boolean isUnchanged() {
        return unchanged;
    }

    /** The letter is not the one that was enlisted last: whoever has not had it yet gets it as it is now. */
    boolean hasLetterChanged() {
        return letterChanged;
    }

    /** The file has other values for someone who has not been written to yet; those that were enlisted stay. */
    void keepsAsEnlisted() {
        keptAsEnlisted++;
    }

    long keptAsEnlisted() {
        return keptAsEnlisted;
    }

    String digest() {
        return digest.toString();
    }

    long number() {
        return number;
    }

    void open(long passNumber, ContactReader contacts) {
        number = passNumber;
        reader = contacts;
    }

    ContactReader reader() {
        if (reader == null) {
            reader = ContactReader.open(campaign.contacts());
        }
        return reader;
    }

    /** What a careful reader would notice, before any of them leaves. */
    FirstLetters firstLetters(Instant now) {
        return FirstLetters.of(composer(), campaign.contacts(), now, campaign.locale());
    }

    /** For the columns that the file has now. Several threads merge with it. */
    public synchronized LetterComposer composer() {
        if (composer == null) {
            composer = new LetterComposer(campaign.message(), reader().columns(), MessageKeyFile.of(campaign.home()));
        }
        return composer;
    }
}
