package org.facteur.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.facteur.address.Domain;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.reason.Reason;
import org.facteur.relay.RelayName;
import org.facteur.verdict.Category;

/** What tests of the ledger write into one, in a word each. */
final class LedgerFixture {

    static final String CAMPAIGN = "voeux";
    static final Instant NOON = Instant.parse("2027-01-04T12:00:00Z");
    static final RelayName ECOLE = new RelayName("ecole");
    static final String ACCOUNT = "zythom@smtp.ecole.example";

    private LedgerFixture() {}

    static Listed recipient(long line, String email, String... fields) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("email", email);
        for (int i = 0; i < fields.length; i += 2) {
            values.put(fields[i], fields[i + 1]);
        }
        return new Recipient(EmailAddress.of(email), new Contact(line, values), List.of());
    }

    static Listed excluded(long line, Exclusion.Kind kind, String email) {
        return new Exclusion(line, kind, email, Reason.verbatim("because"));
    }

    /** A whole pass over a contacts file that holds these, from its second line on. */
    static void enlist(LedgerFile file, String... emails) {
        new Campaigns(file.client()).stands(CAMPAIGN, CampaignState.RUNNING, null, null, NOON);
        long[] line = {1};
        pass(
                file,
                Arrays.stream(emails).map(email -> recipient(++line[0], email)).toArray(Listed[]::new));
    }

    static void pass(LedgerFile file, Listed... entries) {
        Enlistment enlistment = new Enlistment(file.template(), CAMPAIGN);
        long pass = enlistment.openPass(false);
        enlistment.write(Arrays.asList(entries), pass, NOON);
        enlistment.closePass(pass, "digest", 0);
    }

    static Unanswered unanswered(LedgerFile file) {
        return new Unanswered(file.client(), CAMPAIGN);
    }

    static LedgerBook book(LedgerFile file) {
        return new LedgerBook(file.client(), CAMPAIGN);
    }

    static Delivery delivery(LedgerFile file, String email) {
        EmailAddress address = EmailAddress.of(email);
        Enlistment.Known known = new Enlistment(file.template(), CAMPAIGN)
                .known(List.of(address))
                .get(address);
        return book(file).delivery(Objects.requireNonNull(known).id());
    }

    /** An attempt that begins at the relay {@link #ECOLE}. */
    static Attempt attempt(Ledger ledger, Delivery delivery) {
        return attempt(ledger, delivery, CAMPAIGN, ACCOUNT);
    }

    static Attempt attempt(Ledger ledger, Delivery delivery, String campaign, String account) {
        Domain domain = delivery.email().domain();
        return ledger.open(delivery, campaign, domain, ECOLE, account);
    }

    static Outcome sent() {
        return new Outcome.Sent(Category.ACCEPTED, Reason.verbatim("250 2.0.0 Ok"));
    }

    static Outcome refused() {
        return new Outcome.Refused(Category.NO_SUCH_USER, Reason.verbatim("550 5.1.1 No such user"));
    }

    static Outcome deferred(Instant until) {
        return new Outcome.Deferred(until, Category.GREYLISTED, Reason.verbatim("450 4.2.0 Greylisted"), true, true);
    }
}
