package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said about a mistake, word for word. */
class JobFileProblemsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2 | name: .hidden            | name ".hidden" is not a campaign's name; write 1 to 100 letters (A-Z, a-z), digits, dots, hyphens and underscores
            2 | name: a/b                | name "a/b" is not a campaign's name; write 1 to 100 letters (A-Z, a-z), digits, dots, hyphens and underscores
            3 | from: nobody             | from "nobody" is not a sender; write for example Zythom <zythom@ecole.example>
            3 | from: “J <j@e.fr>”       | from "“J <j@e.fr>”" is not a sender; write for example Zythom <zythom@ecole.example>
            3 | from: Dupont, J <j@e.fr> | from "Dupont, J <j@e.fr>" is not a sender; write for example '"Dupont, Jean" <jean@ecole.example>'
            3 | from: [ a@b.fr ]         | from is one value, not a list or keys; write it on the same line
            4 | contacts: { file: no.csv } | contacts.file names a file that does not exist: here/no.csv; paths are relative to the job file
            4 | contacts: { file: . }    | contacts.file is a folder: here; write the name of a file
            4 | contacts: {}             | contacts.file is missing; write for example file: ../input/contacts.csv
            4 | contacts: no.csv         | contacts names a file that does not exist: here/no.csv; paths are relative to the job file
            4 | contacts: [ contacts.csv ] | contacts has keys below it, not a value; write them indented on the lines that follow
            5 | message: { text: letter.txt } | message.subject is missing; write for example subject: "Happy New Year"
            5 | message: { subject: Bonjour } | message has neither html, markdown nor text; write for example html: ../input/letter.html
            5 | message: { subject: Bonjour, text: letter.txt, cc: a@b.fr } | message.cc is not a key: each letter goes to one person, whose row it is, so that what became of it is known for each; give everybody who is to have it a row of the contacts file
            5 | message: { subject: Bonjour, text: letter.txt, unsubscribe: nobody } | message.unsubscribe "nobody" is not an address; write for example zythom@ecole.example
            5 | message: { subject: Bonjour, html: "letter-{{ langue }}.html", markdown: "{{ langue }}.md" } | message.markdown stands beside html: one of them makes the letter; leave the other out
            6 | relays: [ ecole ]        | relays[0] "ecole" is not defined below relays:; there are: sandbox
            6 | relays: [ sandbx ]       | relays[0] "sandbx" is not defined below relays:; did you mean sandbox?
            6 | relays: [ sandbox, sandbox ] | relays[1] "sandbox" is in the list already; keep one of them
            6 | relays: ecole, sandbox   | relays "ecole, sandbox" is not defined below relays:; several values are written in brackets: [ ecole, sandbox ]
            6 | relays: []               | relays is empty; write for example relays: [ sandbox ]
            6 | relays: [ { relay: sandbox, weight: 0 } ] | relays[0].weight "0" is not a whole number from 1 to 1000; write one, for example 10
            6 | relays: [ { relay: sandbox, for: "gmail.*" } ] | relays[0].for "gmail.*" is not a domain; write for example gmail.com or "*.edu"
            6 | relays: [ { weight: 2 } ] | relays[0].relay is missing; write for example relay: gmail
            """)
    void a_mistake_in_one_of_the_needed_lines(int line, String text, String problem) {
        assertThat(Job.in(folder).line(line, "  " + text).problems())
                .containsExactly("job:" + line + ": campaign." + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pace: { limits: [ 1/day, 500 per day ] } | pace.limits[1] "500 per day" is not a limit; write for example 500/day
            pace: { limits: "1/hour, 2/day" } | pace.limits "1/hour, 2/day" is not a limit; write for example 500/day; several values are written in brackets: [ 1/hour, 2/day ]
            pace: { limts: 1/day }       | pace.limts is not a key; did you mean limits?
            pace: { xyzzy: 1 }           | pace.xyzzy is not a key; there are: chunk, limits, patience, pause, per-domain, warm-up, window
            pace: { chunk: 0 }           | pace.chunk "0" is not a whole number from 1 to 10000; write one, for example 10
            pace: { chunk: many }        | pace.chunk "many" is not a whole number from 1 to 10000; write one, for example 10
            pace: { pause: often }       | pace.pause "often" is not a pause; write for example 30s or 20s..40s
            pace: { pause: 40s..20s }    | pace.pause "40s..20s" goes from the longer to the shorter; write 20s..40s
            pace: { pause: 25h }         | pace.pause "25h" is out of range; write a duration from 0 to 1d
            pace: { patience: 30 }       | pace.patience "30" is not a duration; write for example 45s, 10m, 1h or 3d
            pace: { per-domain: { gmial: 1/day } } | pace.per-domain.gmial is neither a domain nor a provider; write for example gmail.com, google or "*"
            pace: { window: { from: 22h, to: 6:00 } } | pace.window.from "22h" is not a time of day; write for example "22:00"
            pace: { window: { from: 22:00 } } | pace.window.to is missing; write for example to: "06:00"
            pace: { window: { from: 22:00, to: 6:00, zone: Paris } } | pace.window.zone "Paris" is not a time zone; write for example Europe/Paris
            pace: { window: { from: 22:00, to: 6:00, days: [ LUN ] } } | pace.window.days[0] "LUN" is not a day; write MON, TUE, WED, THU, FRI, SAT or SUN
            pace: { window: { from: 22:00, to: 6:00, days: [] } } | pace.window.days has no day, so no letter would ever leave; leave it out for every day
            pace: { warm-up: { start: 50/hour, growth: 2 } } | pace.warm-up.start "50/hour" is not a day's limit; write for example 50/day
            pace: { warm-up: { start: 50/day, growth: 1 } } | pace.warm-up.growth "1" is not a factor of more than 1 and at most 10; write for example 1.5
            retry: { delays: [ 0 ] }     | retry.delays[0] "0" is out of range; write a duration from 1s to 30d
            retry: { give-up-after: soon } | retry.give-up-after "soon" is not a duration; write for example 45s, 10m, 1h or 3d
            locale: "{{ langue }}"       | locale "{{ langue }}" differs per contact, and this is the language of the campaign, such as fr-FR; write the template as campaign.message.locale
            on-doubt: guess              | on-doubt "guess" is not one of the choices; write hold or resend
            stale-after: 0               | stale-after "0" is out of range; write a duration from 1m to 3650d
            notify: Zythom <z@e.fr>      | notify "Zythom <z@e.fr>" is not an address; write for example zythom@ecole.example
            notify: [ z@e.fr, moi ]      | notify[1] "moi" is not an address; write for example zythom@ecole.example
            locale: français             | locale "français" is not a locale; write for example fr
            replies: rules.yaml          | replies names a file that does not exist: here/rules.yaml; paths are relative to the job file
            replyTo: a@b.fr              | replyTo is not a key; did you mean reply-to?
            name: again                  | name stands on line 2 already; keep one of them
            """)
    void a_mistake_in_a_seventh_line(String text, String problem) {
        assertThat(Job.in(folder).plus("  " + text).problems()).containsExactly("job:7: campaign." + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            port: 25             | .host is missing; write the relay's host, or preset: gmail, ovh, postfix ...
            host: smtp://e.fr    | .host "smtp://e.fr" is not a host; write for example smtp.ecole.example
            preset: gmial        | .preset "gmial" is not a preset; did you mean gmail?
            """)
    void a_mistake_in_a_relay(String text, String problem) {
        assertThat(Job.in(folder).relay(text).problems())
                .singleElement()
                .asString()
                .endsWith(" relays.ecole" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            port: 65536          | port "65536" is not a whole number from 1 to 65535; write one, for example 587
            tls: ssl             | tls "ssl" is not one of the choices; write starttls, implicit or none
            tls: none            | tls none is for this machine only, and smtp.e.fr is another; write starttls or implicit
            connections: 101     | connections "101" is not a whole number from 1 to 100; write one, for example 10
            timeout: 10ms        | timeout "10ms" is out of range; write a duration from 1s to 1h
            trust: ca.pem        | trust names a file that does not exist: here/ca.pem; paths are relative to the job file
            username: zythom     | username has no password; write password: ${SMTP_PASSWORD} or password-file:
            password: ${PW}      | username is missing; write the name to log in with, or leave out what goes with it
            from: zythom         | from "zythom" is not a sender; write for example Zythom <zythom@ecole.example>
            usrname: zythom      | usrname is not a key; did you mean username?
            """)
    void a_mistake_in_the_second_line_of_a_relay(String text, String problem) {
        assertThat(Job.in(folder)
                        .env("PW", "geheim")
                        .relay("host: smtp.e.fr\n" + text)
                        .problems())
                .singleElement()
                .asString()
                .matches("job:(8|10): \\Qrelays.ecole." + problem + "\\E");
    }

    @Test
    void without_a_campaign_that_alone_is_said() {
        assertThat(Job.in(folder)
                        .saying("relays: { ecole: { host: smtp.e.fr } }")
                        .problems())
                .containsExactly(
                        "job:1: campaign is missing; write campaign: and, indented below it, name:, from: and so on");
    }

    @Test
    void an_unknown_key_at_the_top_is_refused() {
        assertThat(Job.in(folder).plus("relais: {}").problems())
                .containsExactly("job:7: relais is not a key; did you mean relays?");
    }

    @Test
    void what_a_campaign_needs_is_asked_for() {
        assertThat(Job.in(folder).saying("campaign:\n  locale: fr-FR").problems())
                .containsExactly(
                        "job:1: campaign.name is missing; write for example name: voeux-${year}",
                        "job:1: campaign.from is missing; write for example from: \"Zythom <zythom@ecole.example>\"",
                        "job:1: campaign.contacts is missing; write contacts: ../input/contacts.csv",
                        "job:1: campaign.message is missing; write message: and, indented below it, subject: and html:",
                        "job:1: campaign.relays is missing; write for example relays: [ sandbox ]");
    }

    @Test
    void missing_files_alone_are_told_from_mistakes() {
        Job job = Job.in(folder)
                .line(4, "  contacts: { file: no.csv }")
                .line(5, "  message: { subject: S, html: no.html, inline: { c: no.png }, attachments: no.pdf }");

        assertThat(job.refused().fileMissing()).isTrue();
        assertThat(job.problems()).hasSize(4);
        assertThat(job.plus("  pace: { chunk: 0 }").refused().fileMissing()).isFalse();
    }

    @Test
    void a_device_is_no_file_and_is_not_read_to_its_end() {
        assertThat(Job.in(folder)
                        .line(5, "  message: { subject: S, html: /dev/zero }")
                        .problems())
                .containsExactly(
                        "job:5: campaign.message.html is no file but a device or a pipe: /dev/zero; write the name of a file");
        assertThatThrownBy(() -> JobFile.load(Path.of("/dev/zero"), Map.of(), Map.of(), null, Purpose.SEND))
                .hasMessageContaining("is no file but a device or a pipe");
    }

    @Test
    void a_web_address_is_no_file() {
        assertThat(Job.in(folder)
                        .line(4, "  contacts: https://example.org/contacts.csv")
                        .problems())
                .containsExactly(
                        "job:4: campaign.contacts \"https://example.org/contacts.csv\" is an address on the web; download the file and write its name");
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"NFC", "NFD"})
    void a_name_with_accents_is_found_however_the_file_system_keeps_it(Form kept) throws IOException {
        Path there = folder.resolve("jobs").resolve(Normalizer.normalize("félicité.html", kept));
        Job job = Job.in(folder).line(5, "  message: { subject: S, html: félicité.html }");
        Files.writeString(there, "<p>Bonne année</p>");

        assertThat(job.load().message().html()).isEqualTo(there);
    }

    @Test
    void an_attachment_that_differs_per_contact_is_not_looked_for() {
        assertThat(Job.in(folder)
                        .line(5, "  message: { subject: S, text: letter.txt, attachments: [ \"{{ id }}.pdf\" ] }")
                        .load()
                        .message()
                        .attachments())
                .containsExactly("{{ id }}.pdf");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pace: { limits: [ 5/day, 1/minute, 9/day ] } | pace.limits 5/day and 9/day are over the same time, and only 5/day counts; leave the other out
            pace: { per-domain: { google: [ 9/hour, 2/hour ] } } | pace.per-domain.google 9/hour and 2/hour are over the same time, and only 2/hour counts; leave the other out
            """)
    void of_two_limits_over_the_same_time_the_wider_never_counts(String text, String warning) {
        assertThat(Job.in(folder).plus("  " + text).warnings()).contains("job:7: campaign." + warning);
    }

    @Test
    void a_contacts_file_may_stand_alone() {
        Campaign campaign = Job.in(folder).line(4, "  contacts: contacts.csv").load();

        assertThat(campaign.contacts().file()).isEqualTo(folder.resolve("jobs/contacts.csv"));
    }
}
