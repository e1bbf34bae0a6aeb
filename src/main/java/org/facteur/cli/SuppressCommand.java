package org.facteur.cli;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.facteur.cli.screen.Logs;
import org.facteur.cli.screen.Screen;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.home.Home;
import org.facteur.home.HomeLedger;
import org.facteur.inbox.HomeSuppressions;
import org.facteur.ledger.FailingAddresses.Failing;
import org.facteur.ledger.Suppression;
import org.facteur.pace.IsoTime;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code suppress}: the home's list of who is not written to any more. */
@Command(
        name = "suppress",
        mixinStandardHelpOptions = true,
        description = "Keeps the list of who is not written to any more, by any campaign of the home.")
final class SuppressCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Numbers of lines that are printed. */
    private static final int MOST_LINES = 20;

    @Parameters(arity = "0..*", paramLabel = "ADDRESS", description = "Added to the list; with --remove, taken off.")
    private List<String> addresses = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, as the list and export show it.")
    private @Nullable String reason;

    @Option(
            names = "--import",
            paramLabel = "FILE",
            description = "Adds the addresses of a CSV or a list, or what an unsubscribe page collected.")
    private @Nullable Path file;

    @Option(names = "--list", description = "Prints the list.")
    private boolean list;

    @Option(
            names = "--suggested",
            description =
                    "Prints the addresses that letters of three campaigns, over 30 days, did not reach. Adds none.")
    private boolean suggested;

    @Option(names = "--remove", description = "Takes the addresses off the list.")
    private boolean remove;

    @Option(names = "--home", paramLabel = "DIR", description = "Where var/ is.")
    private @Nullable Path home;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ScreenWords words = ScreenWords.ours();
        boolean named = !addresses.isEmpty() || file != null;
        boolean prints = list || suggested;
        if (remove ? addresses.isEmpty() || file != null || prints : !named && !prints) {
            throw new ParameterException(spec.commandLine(), words.of(remove ? "suppress.whom" : "suppress.what"));
        }
        Home where = Home.of(Path.of("jobs", "job.yaml"), home, System.getenv());
        Logs.belongTo(where);
        return Launch.underLock(where.create(), false, spec.commandLine(), "busy.suppress", held -> {
            Spool.lines(where, held, spec.commandLine().getOut(), lines -> change(where, words, lines));
            return ExitCodes.DONE;
        });
    }

    private void change(Home where, ScreenWords words, Consumer<String> lines) {
        try (HomeLedger ledger = HomeLedger.of(where, System.getenv());
                HomeSuppressions suppressions =
                        new HomeSuppressions(where, ledger, Timing.system().instant())) {
            change(suppressions, where, words, lines);
            if (suggested) {
                suppressions.failing().forEach(one -> lines.accept(line(one, words)));
            }
            if (list) {
                suppressions.all().forEach(one -> lines.accept(line(one, words)));
            }
        }
    }

    private void change(HomeSuppressions suppressions, Home where, ScreenWords words, Consumer<String> lines) {
        if (remove) {
            int removed = suppressions.remove(addresses);
            lines.accept(
                    json
                            ? JSON.writeValueAsString(Map.of("removed", removed))
                            : words.of("suppress.removed", removed, where.dir()));
            return;
        }
        if (!addresses.isEmpty()) {
            lines.accept(told(suppressions.add(addresses, reason), where, words));
        }
        Path named = file;
        if (named != null) {
            HomeSuppressions.Change change = suppressions.read(named, reason);
            lines.accept(told(change, where, words));
            if (!json && !change.unread().isEmpty()) {
                spec.commandLine().getErr().println(unread(named, change.unread(), words));
            }
        }
    }

    private String told(HomeSuppressions.Change change, Home where, ScreenWords words) {
        if (!json) {
            return words.of("suppress.added", change.added(), change.named(), change.excluded(), where.dir());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("named", change.named());
        fields.put("added", change.added());
        fields.put("excluded", change.excluded());
        fields.put("unread", change.unread());
        return JSON.writeValueAsString(fields);
    }

    private static String unread(Path list, List<Long> lines, ScreenWords words) {
        String shown = lines.stream().limit(MOST_LINES).map(String::valueOf).collect(Collectors.joining(", "));
        return words.of("suppress.unread", lines.size(), shown + (lines.size() > MOST_LINES ? " …" : ""), list);
    }

    private String line(Suppression one, ScreenWords words) {
        String since = IsoTime.of(one.since(), ZoneId.systemDefault());
        if (json) {
            Map<String, @Nullable String> fields = new LinkedHashMap<>();
            fields.put("address", one.address().toString());
            fields.put("reason", one.reason().toString());
            fields.put("since", since);
            fields.put("evidence", one.evidence());
            return JSON.writeValueAsString(fields);
        }
        String evidence = one.evidence() == null ? "" : " (" + one.evidence() + ")";
        return Screen.plain(one.address() + "  " + since + "  " + words.said(one.reason()) + evidence);
    }

    private String line(Failing one, ScreenWords words) {
        String since = IsoTime.of(one.first(), ZoneId.systemDefault());
        String last = IsoTime.of(one.last(), ZoneId.systemDefault());
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("address", one.email());
            fields.put("campaigns", one.campaigns());
            fields.put("since", since);
            fields.put("last", last);
            fields.put("category", one.category());
            return JSON.writeValueAsString(fields);
        }
        String why = Category.of(one.category())
                .map(category -> words.said(category.meaning()))
                .orElse(one.category());
        return Screen.plain(words.of("suppress.failing", one.campaigns(), one.email(), since, last, why));
    }
}
