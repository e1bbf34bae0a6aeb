package org.facteur.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A letter of some 5 kB, html and text, its contacts, and the job file that sends it: the same for all who are compared. */
final class SampleMailing {

    private static final String PARAGRAPH = """
            <p style="margin:0 0 18px 0; font-family:Georgia,'Times New Roman',serif; font-size:17px; line-height:1.65;">\
            L’année s’en va sur la pointe des pieds, et la neige efface ses traces. Avant qu’elle ne ferme la porte, je \
            voulais vous écrire, à vous, et non à un fichier d’adresses, où que vous soyez.</p>
            """;

    static final String HTML = """
            <!DOCTYPE html>
            <html lang="fr"><head><meta charset="UTF-8"><title>Vœux</title></head><body style="background:#eef1f7">
            <h1>{{ prenom }},</h1>
            """ + PARAGRAPH.repeat(8) + """
            <p>Bonne année, à {{ ville }} comme ailleurs&nbsp;!</p>
            </body></html>
            """;

    static final String TEXT = """
            {{ prenom }},

            L’année s’en va sur la pointe des pieds, et la neige efface ses traces.
            Avant qu’elle ne ferme la porte, je voulais vous écrire, à vous, et non à
            un fichier d’adresses, où que vous soyez.

            Bonne année, à {{ ville }} comme ailleurs !
            """;

    static final String SUBJECT = "{{ prenom }}, bonne année !";
    static final String FROM = "voeux@ecole.example";

    private static final int DOMAINS = 997;

    private SampleMailing() {}

    static String email(int i) {
        return "marie.dupont" + i + "@domaine" + i % DOMAINS + ".example";
    }

    static String firstName(int i) {
        return "Zoé" + i;
    }

    static String merge(String template, int i) {
        return template.replace("{{ prenom }}", firstName(i)).replace("{{ ville }}", "Saint-Étienne");
    }

    /**
     * Writes contacts, templates and {@code jobs/benchmark.yaml} into a home that begins empty.
     *
     * @param pace lines of {@code campaign.pace}, two spaces indented
     * @return the job file
     */
    static Path write(Path home, int contacts, int port, int connections, String pace) throws IOException {
        clear(home);
        Files.createDirectories(home.resolve("jobs"));
        try (BufferedWriter rows = Files.newBufferedWriter(home.resolve("contacts.csv"))) {
            rows.write("email,prénom,nom,ville\n");
            for (int i = 0; i < contacts; i++) {
                rows.write(email(i) + "," + firstName(i) + ",\"Dupont, née Lefèvre\",Saint-Étienne\n");
            }
        }
        Files.writeString(home.resolve("letter.html"), HTML);
        Files.writeString(home.resolve("letter.txt"), TEXT);
        return Files.writeString(home.resolve("jobs/benchmark.yaml"), """
                campaign:
                  name: benchmark
                  from: %s
                  contacts: { file: ../contacts.csv }
                  message:
                    subject: "%s"
                    html: ../letter.html
                    text: ../letter.txt
                  relays: [ local ]
                  pace:
                %s
                relays:
                  local: { host: 127.0.0.1, port: %d, tls: none, connections: %d }
                """.formatted(
                        FROM, SUBJECT, pace.indent(4).stripTrailing(), port, connections));
    }

    static void clear(Path home) throws IOException {
        if (Files.exists(home)) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
