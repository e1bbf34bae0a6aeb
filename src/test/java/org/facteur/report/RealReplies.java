package org.facteur.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** What servers have really said, by category: the table that the classifier is tested with. */
final class RealReplies {

    private record Said(String code, String enhanced, String text, String category, String scope) {}

    private final List<Said> all;

    RealReplies() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RealReplies.class.getResourceAsStream("/org/facteur/verdict/replies.tsv")),
                StandardCharsets.UTF_8))) {
            all = in.lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Said(cells[0], cells[1], cells[2], cells[3], cells[4]))
                    .toList();
        }
    }

    /** One of those that begin with that digit, the recipient put in where it names one. */
    String of(String category, char digit, String email, Random random) {
        List<Said> fitting = all.stream()
                .filter(said -> said.category().equals(category) && said.code().charAt(0) == digit)
                .toList();
        Said said = fitting.get(random.nextInt(fitting.size()));
        String text = said.text().replace("\\n", " ").replaceAll("<[^<>@ ]+@[^<>@ ]+>", "<" + email + ">");
        return said.code() + " " + (said.enhanced().equals("-") ? "" : said.enhanced() + " ") + text;
    }
}
