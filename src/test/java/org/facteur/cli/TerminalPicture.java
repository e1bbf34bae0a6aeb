package org.facteur.cli;

import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes {@code src/docs/terminal.svg}: a newcomer's first commands and what they really print, a line after the other. */
public final class TerminalPicture {

    private static final double LINE = 19;
    private static final int COLUMNS = 96;

    private record Line(String text, String style, double at) {}

    private TerminalPicture() {}

    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.ENGLISH);
        Path folder = Files.createTempDirectory("terminal");
        List<Line> lines = new ArrayList<>();
        double at = 0.5;
        for (String command : List.of(
                "init greetings --locale en",
                "preview greetings/jobs/greetings.yaml",
                "run greetings/jobs/greetings.yaml",
                "status greetings/jobs/greetings.yaml")) {
            lines.add(new Line("$ facteur " + command, "typed", at));
            Typed typed = facteur(command.replace("greetings ", folder + "/greetings ")
                    .replace("greetings/", folder + "/greetings/")
                    .split(" ", -1));
            at += 0.9;
            for (String said : shortened(typed.out(), folder)) {
                lines.add(new Line(said, said.matches(".*(COMPLETED|nothing was sent).*") ? "good" : "", at));
                at += 0.12;
            }
            lines.add(new Line("", "", at));
            at += 1.2;
        }
        Files.writeString(Path.of("src/docs/terminal.svg"), svg(lines));
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private static List<String> shortened(String out, Path folder) {
        return out.replace(folder + "/", "")
                .lines()
                .flatMap(line -> Stream.of(line.replaceAll("(.{1," + COLUMNS + "})(\\s+|$)", "$1\n")
                        .split("\n", -1)))
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String svg(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            text.append("<text x=\"20\" y=\"%.0f\" class=\"%s\" style=\"animation-delay:%.2fs\">%s</text>%n"
                    .formatted(
                            52 + i * LINE,
                            line.style(),
                            line.at(),
                            line.text().replace("&", "&amp;").replace("<", "&lt;")));
        }
        double height = 60 + lines.size() * LINE;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="860" height="%1$.0f" viewBox="0 0 860 %1$.0f" role="img"
                 aria-label="A first mailing in a terminal: init, preview, run into the sandbox, status">
                <style>
                text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #d6d9de; white-space: pre;
                 opacity: 0; animation: shown .1s forwards; }
                .typed { fill: #fff; font-weight: 700; } .good { fill: #7fd1a0; }
                @keyframes shown { to { opacity: 1; } }
                @media (prefers-reduced-motion: reduce) { text { animation: none; opacity: 1; } }
                </style>
                <rect width="860" height="%1$.0f" rx="10" fill="#1b1f24"/>
                <circle cx="22" cy="20" r="6" fill="#e8695a"/><circle cx="42" cy="20" r="6" fill="#e6b445"/>
                <circle cx="62" cy="20" r="6" fill="#7fd1a0"/>
                %2$s</svg>
                """.formatted(height, text);
    }
}
