package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifteenMistakesTest {

    @Test
    void all_are_found_in_one_go_each_with_its_line(@TempDir Path folder) {
        Job job = Job.in(folder).saying("""
                        campaign:
                          name: voeux 2027
                          from: zythom
                          locale: fr-FR
                          contacts:
                            file: missing.csv
                            charset: utf-9
                            delimiter: ";"
                          message:
                            subject: "Bonne année ${year} !"
                            txt: letter.txt
                            html: letter.txt
                          relays: [ ecole, gmail ]
                          pace:
                            chunk: 0
                            limits: [ 30/minute, 500 per day ]
                            pause: 40s..20s
                            window: { from: "25:00", to: "06:00" }
                          on-doubt: maybe
                        relays:
                          ecole:
                            host: smtp.ecole.example
                            port: 99999
                            tls: none
                            username: zythom
                            password: geheim
                        """);

        assertThat(job.problems())
                .containsExactly(
                        "job:2: campaign.name \"voeux 2027\" is not a campaign's name; write 1 to 100 letters (A-Z, a-z),"
                                + " digits, dots, hyphens and underscores",
                        "job:3: campaign.from \"zythom\" is not a sender; write for example Zythom <zythom@ecole.example>",
                        "job:6: campaign.contacts.file names a file that does not exist: here/missing.csv; paths are relative"
                                + " to the job file",
                        "job:7: campaign.contacts.charset \"utf-9\" is not a character set; write for example UTF-8, windows-1252, cp850 or"
                                + " macintosh",
                        "job:10: campaign.message.subject ${year} has no value; give year=… on the command line",
                        "job:11: campaign.message.txt is not a key; did you mean text?",
                        "job:13: campaign.relays[1] \"gmail\" is a preset, and no relay of this file yet; write relays: and, indented"
                                + " below it, gmail: { preset: gmail, username: me@example.org, password: ${SMTP_PASSWORD} }",
                        "job:15: campaign.pace.chunk \"0\" is not a whole number from 1 to 10000; write one, for example"
                                + " 10",
                        "job:16: campaign.pace.limits[1] \"500 per day\" is not a limit; write for example 500/day",
                        "job:17: campaign.pace.pause \"40s..20s\" goes from the longer to the shorter; write 20s..40s",
                        "job:18: campaign.pace.window.from \"25:00\" is not a time of day; write for example \"22:00\"",
                        "job:19: campaign.on-doubt \"maybe\" is not one of the choices; write hold or resend",
                        "job:23: relays.ecole.port \"99999\" is not a whole number from 1 to 65535; write one, for"
                                + " example 587",
                        "job:24: relays.ecole.tls none is for this machine only, and smtp.ecole.example is another;"
                                + " write starttls or implicit",
                        "job:26: relays.ecole.password stands in the file for others to read; write ${SMTP_PASSWORD} or"
                                + " password-file:");
    }
}
