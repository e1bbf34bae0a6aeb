package org.facteur.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.facteur.campaign.Preset;
import org.facteur.campaign.Presets;
import org.facteur.job.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code relays}: the relays that {@code preset:} knows, and whether one of yours works. */
@Command(
        name = "relays",
        mixinStandardHelpOptions = true,
        description = "Lists the relays whose limits are known, for preset: in a job file.",
        subcommands = RelaysTryCommand.class)
final class RelaysCommand implements Callable<Integer> {

    @Option(names = "--json", description = "One JSON object a preset, a line each.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonMapper mapper = JsonMapper.builder().build();
            Presets.all().forEach(preset -> out.println(mapper.writeValueAsString(asMap(preset))));
            return ExitCodes.DONE;
        }
        TextTable table = new TextTable("PRESET", "HOST", "TLS", "LIMITS", "SOURCE");
        Presets.all()
                .forEach(preset -> table.row(
                        preset.name(),
                        preset.host() + ":" + preset.port(),
                        inWords(preset.tls()),
                        preset.limits().stream().map(RelaysCommand::marked).collect(Collectors.joining(", ")),
                        preset.sources().stream().findFirst().orElse("")));
        table.lines().forEach(out::println);
        out.println();
        out.println("~ reported by users, * a cautious default where nobody says; looked up in " + Presets.RESEARCHED
                + ", and providers change them without notice.");
        out.println("All that is known of each, with every source: facteur relays --json");
        return ExitCodes.DONE;
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
