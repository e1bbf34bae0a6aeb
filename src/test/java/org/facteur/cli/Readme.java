package org.facteur.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that README.md tells people to type. */
record Readme(String text) {

    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w*)\\n(.*?)```");
    private static final Pattern INLINE = Pattern.compile("(?s)`facteur\\s+([^`]+)`");
    private static final Pattern IN_BLOCK = Pattern.compile("(?:^|&& |# )facteur (.+)$");
    private static final Pattern OF_OTHERS =
            Pattern.compile("(?s)`((?:mvn|java|systemctl|crontab|docker|kubectl|apt|sudo|cd|\\./)[^`]*)`");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    static Readme read() {
        try {
            return new Readme(Files.readString(Path.of("README.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands below a heading, up to the next. */
    Readme section(String heading) {
        int from = text.indexOf("\n## " + heading + "\n");
        int to = text.indexOf("\n## ", from + 1);
        if (from < 0) {
            throw new IllegalArgumentException("README.md has no section " + heading);
        }
        return new Readme(text.substring(from, to < 0 ? text.length() : to));
    }

    /** What follows the word facteur, in the order of the text, split as a shell would. */
    List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        int from = 0;
        while (block.find()) {
            addInline(text.substring(from, block.start()), commands);
            block.group(2).lines().forEach(line -> addLine(line.strip(), commands));
            from = block.end();
        }
        addInline(text.substring(from), commands);
        return commands;
    }

    /** Lines to type into a shell, as they stand, without the remark behind them. */
    List<String> shellLines() {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> !block.group(1).equals("yaml"))
                .flatMap(block -> block.group(2).lines())
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** What is to be typed and stands in a sentence, where it is not Facteur's. */
    List<String> commandsOfOthers() {
        return OF_OTHERS
                .matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group(1).replaceAll("\\s+", " "))
                .toList();
    }

    /** The block of the job file by example. */
    String yaml() {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals("yaml"))
                .map(block -> block.group(2))
                .findFirst()
                .orElseThrow();
    }

    private static void addInline(String prose, List<List<String>> commands) {
        Matcher inline = INLINE.matcher(prose);
        while (inline.find()) {
            commands.add(words(inline.group(1)));
        }
    }

    private static void addLine(String line, List<List<String>> commands) {
        Matcher command = IN_BLOCK.matcher(line);
        if (command.find()) {
            // Behind it a remark, or in a job file a full stop and a sentence.
            commands.add(words(command.group(1).replaceFirst("(\\s#|\\. ).*", "")));
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words;
    }
}
