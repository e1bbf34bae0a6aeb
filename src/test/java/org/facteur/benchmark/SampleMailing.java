package org.facteur.benchmark;

import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

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

    /** Its name, in the home. */
    static final String PICTURE = "card.png";

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
        return write(home, contacts, port, connections, pace, false);
    }

    /**
     * @param pictured with {@link #PICTURE} in each letter
     */
    static Path write(Path home, int contacts, int port, int connections, String pace, boolean pictured)
            throws IOException {
        return write(home, contacts, List.of(port), connections, pace, pictured, "");
    }

    /**
     * Letters go to these relays in equal parts.
     *
     * @param url of the database that has the ledger; null: it is in files
     */
    static Path write(Path home, int contacts, List<Integer> ports, int connections, @Nullable String url)
            throws IOException {
        String datasource = url == null ? "" : "spring: { datasource: { url: \"" + url + "\" } }\n";
        return write(home, contacts, ports, connections, "chunk: 500", false, datasource);
    }

    private static Path write(
            Path home, int contacts, List<Integer> ports, int connections, String pace, boolean pictured, String more)
            throws IOException {
        clear(home);
        Files.createDirectories(home.resolve("jobs"));
        try (BufferedWriter rows = Files.newBufferedWriter(home.resolve("contacts.csv"))) {
            rows.write("email,prénom,nom,ville\n");
            for (int i = 0; i < contacts; i++) {
                rows.write(email(i) + "," + firstName(i) + ",\"Dupont, née Lefèvre\",Saint-Étienne\n");
            }
        }
        if (pictured) {
            picture(home.resolve(PICTURE));
        }
        Files.writeString(
                home.resolve("letter.html"),
                pictured ? HTML.replace("<h1>", "<img src=\"" + PICTURE + "\" alt=\"Une carte\">\n<h1>") : HTML);
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
                  relays: [ %s ]
                  pace:
                %s
                relays:
                %s%s""".formatted(
                FROM,
                SUBJECT,
                ports.stream()
                        .map(port -> "{ relay: local" + port + ", weight: 1 }")
                        .collect(Collectors.joining(", ")),
                pace.indent(4).stripTrailing(),
                ports.stream()
                        .map(port -> "  local%1$d: { host: 127.0.0.1, port: %1$d, tls: none, connections: %2$d }\n"
                                .formatted(port, connections))
                        .collect(Collectors.joining()),
                more));
    }

    /** Some 100 kB, which no compression makes smaller. */
    private static void picture(Path file) throws IOException {
        BufferedImage noise = new BufferedImage(180, 185, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int x = 0; x < noise.getWidth(); x++) {
            for (int y = 0; y < noise.getHeight(); y++) {
                noise.setRGB(x, y, random.nextInt());
            }
        }
        ImageIO.write(noise, "png", file.toFile());
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
