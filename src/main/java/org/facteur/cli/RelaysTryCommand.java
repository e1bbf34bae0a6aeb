package org.facteur.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.facteur.campaign.Preset;
import org.facteur.campaign.Presets;
import org.facteur.campaign.RelayDefinition;
import org.facteur.cli.screen.Screen;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.home.Home;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.facteur.relay.Credentials;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.facteur.relay.RelayProbe;
import org.facteur.relay.RelayProbe.Finding;
import org.facteur.relay.Reply;
import org.facteur.relay.ServerOffer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relays try}: connects and logs in, without a letter. */
@Command(
        name = "try",
        mixinStandardHelpOptions = true,
        description = {
            "Connects to a relay, logs in and says what it offers. No letter is sent.",
            "Exit codes: 0 it works, 69 it cannot be reached, 77 it refused the login, 78 the job file does not fit it."
        })
final class RelaysTryCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            completionCandidates = Candidates.RelayPresets.class,
            description = "The relay, as it is called in JOB; without JOB a preset, which is tried without a login."
                    + " A job file alone: all of its relays.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "JOB", description = "The job file that defines it.")
    private @Nullable String job;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "name=value",
            description = "Fills in $${name} in the job file.")
    private List<String> parameters = List.of();

    /** What is to be tried: a relay of the job file, or, without a job file, a preset. */
    private record Wanted(String name, @Nullable Path job) {}

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<String> words = Stream.of(name, job).filter(Objects::nonNull).toList();
        List<String> plain = words.stream().filter(word -> !word.contains("=")).toList();
        Map<String, String> values = JobArguments.values(
                Stream.concat(words.stream().filter(word -> word.contains("=")), parameters.stream())
                        .toList());
        int exitCode = ExitCodes.DONE;
        for (Wanted wanted : wanted(plain, values)) {
            int ended = tryOut(wanted, values);
            exitCode = exitCode == ExitCodes.DONE ? ended : exitCode;
        }
        return exitCode;
    }

    /** In either order: a job file is known by its ending. */
    private static List<Wanted> wanted(List<String> words, Map<String, String> values) {
        if (words.size() == 2) {
            boolean swapped = isJobFile(words.get(0)) && !isJobFile(words.get(1));
            return List.of(new Wanted(words.get(swapped ? 1 : 0), Path.of(words.get(swapped ? 0 : 1))));
        } else if (words.isEmpty() || !isJobFile(words.get(0))) {
            return List.of(new Wanted(words.isEmpty() ? "" : words.get(0), null));
        }
        Path job = Path.of(words.get(0));
        return RelayDefinition.names(job, values, System.getenv()).stream()
                .map(name -> new Wanted(name, job))
                .toList();
    }

    private static boolean isJobFile(String word) {
        return word.matches("(?i).+\\.ya?ml");
    }

    private int tryOut(Wanted wanted, Map<String, String> values) {
        Path file = wanted.job();
        RelayDefinition definition = file == null
                ? ofPreset(wanted.name())
                : RelayDefinition.load(file, wanted.name(), values, System.getenv());
        definition.warnings().forEach(this::warn);
        Relay relay = definition.relay();
        spec.commandLine()
                .getOut()
                .println(relay.name() + ": " + relay.host() + ":" + relay.port() + ", tls: "
                        + RelaysCommand.inWords(relay.tls()));
        spec.commandLine().getOut().flush();
        return tell(relay, probe(definition, tokens(file)));
    }

    private static RelayDefinition ofPreset(String name) {
        Preset preset = Presets.named(name)
                .orElseThrow(() -> new MendableException(CliReason.PRESET.of(name), ExitCodes.USAGE));
        Relay relay = new Relay(
                new RelayName(name),
                preset.host(),
                preset.port(),
                preset.tls(),
                null,
                new Credentials.None(),
                1,
                1,
                true,
                List.of(),
                Duration.ofSeconds(30),
                null);
        return new RelayDefinition(relay, null, RelayDefinition.NO_NAME, List.of());
    }

    private static Path tokens(@Nullable Path file) {
        Path anchor = file == null ? Path.of("jobs", "none.yaml") : file;
        return Home.of(anchor, null, System.getenv()).tokens();
    }

    private static Finding probe(RelayDefinition definition, Path tokens) {
        try {
            return RelayProbe.probe(
                    definition.relay(), definition.ehloName(), definition.sender(), Timing.system(), tokens);
        } catch (IllegalArgumentException e) {
            throw new MendableException(Reasoned.of(e), ExitCodes.CONFIG);
        }
    }

    private int tell(Relay relay, Finding finding) {
        if (finding instanceof Finding.Welcome welcome) {
            describe(welcome.offer());
            line("login", login(relay));
            Reply toTagged = welcome.toTagged();
            if (toTagged != null) {
                line(
                        "tagged",
                        toTagged.code() < 300
                                ? ScreenWords.ours().of("try.tagged.taken")
                                : ScreenWords.ours().of("try.tagged.refused", Screen.plain(toTagged.toString())));
            }
            if (!relay.limits().isEmpty()) {
                line(
                        "limits",
                        String.join(
                                ", ",
                                relay.limits().stream().map(Object::toString).toList()));
            }
            spec.commandLine().getOut().println(ScreenWords.ours().of("try.works"));
            return ExitCodes.DONE;
        } else if (finding instanceof Finding.LoginRefused refused) {
            return fail(refused.offer(), refused.cause(), ExitCodes.NO_PERMISSION);
        } else if (finding instanceof Finding.OtherLogin other) {
            return fail(other.offer(), other.cause(), ExitCodes.CONFIG);
        }
        Finding.Unreachable unreachable = (Finding.Unreachable) finding;
        return fail(unreachable.offer(), unreachable.cause(), ExitCodes.UNAVAILABLE);
    }

    private int fail(@Nullable ServerOffer offer, Reason cause, int exitCode) {
        Optional.ofNullable(offer).ifPresent(this::describe);
        spec.commandLine().getOut().flush();
        warn(cause);
        return exitCode;
    }

    private void warn(Reason reason) {
        spec.commandLine().getErr().println(ScreenWords.ours().said(reason));
    }

    private static String login(Relay relay) {
        if (relay.credentials() instanceof Credentials.Password password) {
            return ScreenWords.ours().of("try.in", password.username());
        }
        return relay.credentials() instanceof Credentials.OAuth2 oauth
                ? ScreenWords.ours().of("try.in.token", oauth.username())
                : ScreenWords.ours().of("try.untried");
    }

    private void describe(ServerOffer offer) {
        line("server", offer.server());
        ServerOffer.Encryption encryption = offer.encryption();
        if (encryption == null) {
            line("encryption", ScreenWords.ours().of("try.none"));
        } else {
            line(
                    "encryption",
                    encryption.protocol() + ", " + encryption.cipher()
                            + ScreenWords.ours().of("try.verified"));
            line("certificate", encryption.subject());
            line("issuer", encryption.issuer());
            line("valid", validity(encryption.validUntil()));
        }
        line(
                "logins",
                offer.logins().isEmpty() ? ScreenWords.ours().of("try.none") : String.join(", ", offer.logins()));
        Long largest = offer.largestLetter();
        line(
                "letters",
                largest == null
                        ? ScreenWords.ours().of("try.letters.unsaid")
                        : ScreenWords.ours().of("try.letters.most", inMegabytes(largest)));
        line("others", String.join(", ", offer.others()));
    }

    private static String validity(Instant until) {
        ZoneId zone = ZoneId.systemDefault();
        LocalDate last = LocalDate.ofInstant(until, zone);
        long days = ChronoUnit.DAYS.between(LocalDate.ofInstant(Timing.system().instant(), zone), last);
        return ScreenWords.ours().of("try.until", last, days);
    }

    private static String inMegabytes(long bytes) {
        return bytes < 1_000_000
                ? ScreenWords.ours().of("kilobytes", String.valueOf(bytes / 1000))
                : ScreenWords.ours().of("megabytes", String.valueOf(bytes / 1_000_000));
    }

    private void line(String what, String value) {
        if (!value.isEmpty()) {
            spec.commandLine()
                    .getOut()
                    .println("  %-12s  %s".formatted(ScreenWords.ours().of("try." + what), Screen.plain(value)));
        }
    }
}
