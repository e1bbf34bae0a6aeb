package org.facteur.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.facteur.reason.Reason;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What picocli finds wrong with what is typed, by the kind of its exception; its own sentences are English only. */
final class WrongUsage {

    private WrongUsage() {}

    /** @param typed the whole command line */
    static Reason of(ParameterException failure, List<String> typed) {
        if (failure instanceof MissingParameterException missing) {
            return missing(missing.getMissing(), typed);
        } else if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, typed);
        } else if (failure instanceof OverwrittenOptionException twice) {
            return CliReason.ONCE.of(described(twice.getOverwritten()));
        } else if (failure instanceof MutuallyExclusiveArgsException) {
            return CliReason.EXCLUSIVE.of(exclusive(failure, typed));
        }
        ArgSpec argument = failure.getArgSpec();
        if (argument != null) {
            return wrong(argument, String.valueOf(failure.getValue()));
        }
        return failure.getCommandLine().getSubcommands().isEmpty()
                ? Reason.verbatim(String.valueOf(failure.getMessage()))
                : CliReason.MISSING_COMMAND.of();
    }

    /** What may have been meant by an unknown word. */
    static Optional<Reason> meant(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || unmatched.getSuggestions().isEmpty()) {
            return Optional.empty();
        }
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        List<String> suggestions = unmatched.getSuggestions();
        return Optional.of(
                unmatched.isUnknownOption()
                        ? CliReason.SOLUTIONS.of(suggestions)
                        : CliReason.MEANT.of(Reason.oneOf(suggestions.stream()
                                .map(word -> command + " " + word)
                                .toList())));
    }

    private static Reason missing(List<ArgSpec> missing, List<String> typed) {
        if (missing.size() == 1 && missing.get(0) instanceof OptionSpec option && isTyped(option, typed)) {
            return CliReason.MISSING_VALUE.of(described(option));
        }
        boolean one = missing.size() == 1;
        boolean options = missing.stream().allMatch(ArgSpec::isOption);
        List<String> names = missing.stream()
                .map(argument -> argument instanceof OptionSpec option
                        ? "'" + option.longestName() + "=" + option.paramLabel() + "'"
                        : "'" + argument.paramLabel() + "'")
                .toList();
        if (options) {
            return (one ? CliReason.MISSING_OPTION : CliReason.MISSING_OPTIONS).of(names);
        }
        return (one ? CliReason.MISSING_PARAMETER : CliReason.MISSING_PARAMETERS).of(names);
    }

    private static Reason unmatched(UnmatchedArgumentException failure, List<String> typed) {
        List<String> words = failure.getUnmatched();
        List<String> shown = words.stream().map(word -> "'" + word + "'").toList();
        boolean one = shown.size() == 1;
        if (failure.isUnknownOption()) {
            return (one ? CliReason.UNKNOWN_OPTION : CliReason.UNKNOWN_OPTIONS).of(shown);
        }
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        if (!words.isEmpty()
                && !command.subcommands().isEmpty()
                && command.positionalParameters().isEmpty()) {
            return CliReason.NO_COMMAND.of(shown.get(0), command.qualifiedName());
        }
        int at = words.isEmpty() ? 0 : typed.indexOf(words.get(0));
        return (one ? CliReason.UNMATCHED : CliReason.UNMATCHED_SEVERAL).of(at, shown);
    }

    private static Reason wrong(ArgSpec argument, String value) {
        Class<?> type = argument.type();
        Iterable<String> choices = argument.completionCandidates();
        if (type.isEnum() && choices != null) {
            List<String> named = new ArrayList<>();
            choices.forEach(named::add);
            return CliReason.CHOICE.of(described(argument), named.toString(), value);
        }
        boolean number = type.isPrimitive() || Number.class.isAssignableFrom(type);
        return CliReason.WRONG.of(
                described(argument), number ? CliReason.WRONG_NUMBER.of(value) : Reason.verbatim("'" + value + "'"));
    }

    /** Those that were typed; of a group of which none was, all. */
    private static List<String> exclusive(ParameterException failure, List<String> typed) {
        List<OptionSpec> all = failure.getCommandLine().getCommandSpec().argGroups().stream()
                .filter(ArgGroupSpec::exclusive)
                .flatMap(group -> group.allOptionsNested().stream())
                .toList();
        List<OptionSpec> both =
                all.stream().filter(option -> isTyped(option, typed)).toList();
        return (both.isEmpty() ? all : both)
                .stream().map(OptionSpec::longestName).toList();
    }

    private static boolean isTyped(OptionSpec option, List<String> typed) {
        return Stream.of(option.names())
                .anyMatch(name -> typed.stream().anyMatch(word -> word.equals(name) || word.startsWith(name + "=")));
    }

    /** As in {@code '--home' (DIR)}. */
    private static String described(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? "'" + option.longestName() + "' (" + option.paramLabel() + ")"
                : argument.paramLabel();
    }
}
