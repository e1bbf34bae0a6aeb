package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.EmptyLedger;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.Suppression;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The printed cards go to the people that e-mail did not reach, whatever became of the contacts file since the last run. */
class UnreachedTest {

    private static final Instant NOW = Instant.parse("2027-01-01T10:00:00Z");

    private static final EmailAddress GONE = EmailAddress.of("gone@ecole.example");

    @TempDir
    private Path home;

    private Path contacts;
    private Campaign campaign;

    @BeforeEach
    void leaveOut() throws IOException {
        Path jobs = Files.createDirectories(home.resolve("jobs"));
        contacts = Files.writeString(jobs.resolve("contacts.csv"), """
                email,name,street
                marie@ecole.example,Marie,1 rue A
                paul(at)ecole,Paul,2 rue B
                ,Luc,3 rue C
                gone@Ecole.example,Gone,4 rue D
                ,Anne,5 rue E
                """);
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour\n");
        Path job = Files.writeString(jobs.resolve("voeux.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@perso.example
                  contacts: contacts.csv
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ sandbox ]
                """);
        campaign = JobFile.load(job, Map.of(), Map.of(), home, Purpose.LOOK);
        EmptyLedger.in(campaign.home());
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            new Campaigns(ledger.jdbc()).stands("voeux", CampaignState.PAUSED, null, null, NOW);
        }
        enlist(1);
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            ledger.template().update("""
                    INSERT INTO returned (digest, campaign, kind, email, bad, proven, received_at)
                    VALUES ('x', 'earlier', 'bounce', ?, TRUE, TRUE, 0)""", GONE.toString());
            SuppressionList list = new SuppressionList(ledger.template());
            list.add(List.of(new Suppression(GONE, Reason.verbatim("bounced"), null, NOW)));
            assertThat(list.exclude()).isOne();
        }
    }

    private void enlist(long pass) throws IOException {
        List<Listed> rows = new ArrayList<>();
        try (Recipients recipients = Recipients.open(campaign.contacts(), Suppressions.NONE)) {
            for (Listed row = recipients.next(); row != null; row = recipients.next()) {
                rows.add(row);
            }
        }
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            new Enlistment(ledger.template(), "voeux").write(rows, pass, NOW);
            new Enlistment(ledger.template(), "voeux").closePass(pass, "digest", 0);
        }
    }

    private List<String> cards() throws IOException {
        StringBuilder out = new StringBuilder();
        Export.unreached(campaign, LedgerWriter.Format.CSV, out);
        return out.toString().replace("\"\"", "").lines().toList();
    }

    @Test
    void each_card_has_the_columns_of_its_row_as_it_was_whatever_the_file_holds_since() throws IOException {
        Files.writeString(contacts, """
                email,name,street
                new@ecole.example,New,9 rue Z
                other(at)ecole,Other,8 rue Y
                ,Also,6 rue W
                """);

        assertThat(cards())
                .containsExactly(
                        "email,name,street,unreached",
                        "paul(at)ecole,Paul,2 rue B,INVALID",
                        ",Luc,3 rue C,INVALID",
                        "gone@ecole.example,Gone,4 rue D,SUPPRESSED",
                        ",Anne,5 rue E,INVALID");
    }

    @Test
    void a_row_whose_cells_cannot_be_told_apart_is_given_whole() throws IOException {
        Files.writeString(contacts, "email,name\nx@ecole.example,X,too,many\n");
        enlist(2);

        assertThat(cards())
                .last()
                .asString()
                .startsWith("\"x@ecole.example,X,too,many\"")
                .endsWith("INVALID");
    }
}
