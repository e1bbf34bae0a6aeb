package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.campaign.Preset;
import org.facteur.campaign.Presets;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.cli.screen.TextTable;
import org.facteur.cli.screen.Tty;
import org.facteur.reason.ExitCodes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code relays}: the relays that {@code preset:} knows; what is used of yours; whether one of yours works. */
@Command(
        name = "relays",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the relays whose limits are known, for preset: in a job file.",
            "With JOB: what is used of its relays, what is left, and when they open again."
        },
        subcommands = RelaysTryCommand.class)
final class RelaysCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "JOB", description = "The job file whose relays are meant.")
    private @Nullable Path job;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "name=value",
            description = "Fills in $${name} in the job file.")
    private List<String> parameters = List.of();

    @Option(names = "--home", paramLabel = "DIR", description = "Where var/ is.")
    private @Nullable Path home;

    @Option(names = "--json", description = "One JSON object a preset or relay, a line each.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (job != null) {
            return RelayUsageTable.print(
                    JobArguments.load(job, parameters, home, Purpose.LOOK), json, spec.commandLine());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonMapper mapper = JsonMapper.builder().build();
            Presets.all().forEach(preset -> out.println(mapper.writeValueAsString(asMap(preset))));
            return ExitCodes.DONE;
        }
        ScreenWords words = ScreenWords.ours();
        int columns = Tty.columns(out);
        TextTable table = table(words, true);
        // Addresses of web pages are of no use in pieces.
        (table.width() <= columns ? table : table(words, false)).lines(columns).forEach(out::println);
        out.println();
        out.println(words.of("relays.signs", Presets.RESEARCHED));
        out.println(words.of("relays.all"));
        return ExitCodes.DONE;
    }

    private static TextTable table(ScreenWords words, boolean sources) {
        Stream<String> headings = Stream.of("preset", "host", "tls", "limits", "source");
        TextTable table = new TextTable(headings.limit(sources ? 5 : 4)
                .map(heading -> words.of("relays." + heading))
                .toArray(String[]::new));
        for (Preset preset : Presets.all()) {
            Stream<String> cells = Stream.of(
                    preset.name(),
                    preset.host() + ":" + preset.port(),
                    inWords(preset.tls()),
                    preset.limits().stream().map(RelaysCommand::marked).collect(Collectors.joining(", ")),
                    preset.sources().stream().findFirst().orElse(""));
            table.row(cells.limit(sources ? 5 : 4).toArray(String[]::new));
        }
        return table;
    }

    private static String marked(Preset.Allowance allowance) {
        return switch (allowance.provenance()) {
            case PUBLISHED -> allowance.limit().toString();
            case REPORTED -> allowance.limit() + "~";
            case CAUTIOUS -> allowance.limit() + "*";
        };
    }

    private static Map<String, Object> asMap(Preset preset) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", preset.name());
        map.put("host", preset.host());
        map.put("port", preset.port());
        map.put("otherPorts", preset.otherPorts());
        map.put("tls", inWords(preset.tls()));
        map.put("logins", preset.logins().stream().map(RelaysCommand::inWords).toList());
        map.put(
                "limits",
                preset.limits().stream()
                        .map(one -> Map.of(
                                "limit", one.limit().toString(),
                                "provenance", one.provenance().toString()))
                        .toList());
        map.put("connections", preset.connections());
        map.put("perConnection", preset.perConnection());
        map.put("recipientsPerMessage", preset.recipientsPerMessage());
        map.put("messageSize", preset.messageSize());
        map.put("counts", preset.counts());
        map.put("window", preset.window());
        map.put("from", preset.fromRule() == null ? null : inWords(preset.fromRule()));
        map.put("unknown", preset.unknown());
        map.put("notes", preset.notes());
        map.put("sources", List.copyOf(preset.sources()));
        map.put("confidence", inWords(preset.confidence()));
        map.put("researched", Presets.RESEARCHED.getValue());
        return map;
    }

    /** As a job file writes it. */
    static String inWords(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
