package org.facteur.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.Month;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A first mailing to start from: a job file, contacts, a letter and a picture, in one language. */
enum Sample {
    FR("voeux", "carte"),
    EN("greetings", "card");

    private static final String SCHEMA = "facteur-job.schema.json";

    private final String name;
    private final String picture;

    Sample(String name, String picture) {
        this.name = name;
        this.picture = picture;
    }

    /** English where there is none in that language. */
    static Sample in(Locale locale) {
        return locale.getLanguage().equals("fr") ? FR : EN;
    }

    /** The year that New Year greetings wish: from July on, the next one. */
    static int yearToWish(LocalDate today) {
        return today.getYear() + (today.getMonth().compareTo(Month.JULY) < 0 ? 0 : 1);
    }

    /** Relative to the folder, with a slash. */
    String job() {
        return "jobs/" + name + ".yaml";
    }

    /** Each file of the folder and the resource it comes from. */
    private Map<String, String> files() {
        String language = name().toLowerCase(Locale.ROOT) + "/";
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : List.of(job(), "input/contacts.csv", "input/" + name + ".html", "input/" + name + ".txt")) {
            files.put(file, language + file);
        }
        files.put("input/" + picture + ".png", "card.png");
        // Beside the job, whose first line names it: editors complete and check the job file with it.
        files.put("jobs/" + SCHEMA, SCHEMA);
        return files;
    }

    /** Those of the files, relative to the folder, in whose place something is already. */
    List<String> inTheWay(Path folder) {
        return files().keySet().stream()
                .filter(file -> Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /**
     * @param folder is made where it does not exist
     * @return the files, relative to the folder
     * @throws FileAlreadyExistsException when something is in the way: nothing is ever overwritten
     */
    List<String> writeTo(Path folder, int year) throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.resolveSibling("."));
            Files.write(target, content(file.getValue(), year), StandardOpenOption.CREATE_NEW);
        }
        return List.copyOf(files().keySet());
    }

    private static byte[] content(String resource, int year) throws IOException {
        try (InputStream in = Sample.class.getResourceAsStream("init/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("init/" + resource + " is not in the jar");
            }
            byte[] bytes = in.readAllBytes();
            return resource.endsWith(".yaml")
                    ? new String(bytes, StandardCharsets.UTF_8)
                            .replace("@year@", String.valueOf(year))
                            .getBytes(StandardCharsets.UTF_8)
                    : bytes;
        }
    }
}
