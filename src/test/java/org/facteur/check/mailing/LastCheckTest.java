package org.facteur.check.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.check.CheckReport;
import org.facteur.message.dkim.DkimKey;
import org.facteur.message.dkim.SampleKeys;
import org.facteur.message.dkim.SignatureAlgorithm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a check before sending holds: for the day, and for what was checked. */
class LastCheckTest {

    private static final Instant NOW = Instant.parse("2027-01-01T09:00:00Z");
    private static final Instant LATER = Instant.parse("2027-01-01T09:10:00Z");

    private static final DkimKey OURS = SampleKeys.of(SignatureAlgorithm.RSA);

    @TempDir
    private Path home;

    private Path job;
    private Path key;

    @BeforeEach
    void check() throws IOException {
        Path jobs = Files.createDirectories(home.resolve("jobs"));
        Files.writeString(jobs.resolve("contacts.csv"), "email\nmarie@ecole.example\n");
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour\n");
        key = jobs.resolve("dkim.pem");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, OURS.toPem());
        job = Files.writeString(jobs.resolve("voeux.yaml"), """
                relays:
                  amis: { host: smtp.amis.example, from: zythom@amis.example }
                campaign:
                  name: voeux
                  from: zythom@perso.example
                  contacts: contacts.csv
                  dkim: { domain: perso.example, selector: facteur, key-file: dkim.pem }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ amis ]
                """);
        Campaign campaign = campaign();
        campaign.home().create();
        LastCheck.keep(campaign, CheckReport.of(campaign, List.of(), List.of(), Set.of(), NOW));
    }

    private Campaign campaign() {
        return JobFile.load(job, Map.of(), Map.of(), home, Purpose.SEND);
    }

    private boolean stillHolds() {
        Campaign campaign = campaign();
        return LastCheck.of(campaign).orElseThrow().stillHolds(campaign, LATER);
    }

    @Test
    void it_holds_for_the_same_mailing() {
        assertThat(stillHolds()).isTrue();
    }

    @Test
    void it_does_not_hold_for_another_key_under_the_same_selector() throws IOException {
        Files.writeString(key, SampleKeys.another(SignatureAlgorithm.RSA).toPem());

        assertThat(stillHolds()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'from: zythom@amis.example','from: zythom@other.example'",
        "'from: zythom@amis.example','from: zythom@amis.example, preset: gandi'",
        "smtp.amis.example,smtp.other.example",
    })
    void it_does_not_hold_for_a_relay_that_is_another(String before, String after) throws IOException {
        Files.writeString(job, Files.readString(job).replace(before, after));

        assertThat(stillHolds()).isFalse();
    }
}
