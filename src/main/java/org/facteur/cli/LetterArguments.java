package org.facteur.cli;

import java.nio.file.Path;
import java.util.List;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The job file and which of its letters are meant: addresses, between them what fills in the job file. */
final class LetterArguments {

    @Parameters(index = "0", paramLabel = "JOB", description = "The job file.")
    private @Nullable Path job;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ADDRESS",
            description = "Only these; name=value fills in the job file.")
    private List<String> typed = List.of();

    @Option(names = "--home", paramLabel = "DIR", description = "Where var/ is.")
    private @Nullable Path home;

    /** @throws MendableException when a word is neither an address nor a parameter */
    Campaign load() {
        if (job == null) {
            throw new IllegalStateException("no job file was given");
        }
        typed.stream()
                .filter(word -> !word.contains("@") && !word.contains("="))
                .findFirst()
                .ifPresent(word -> {
                    throw new MendableException(CliReason.WORD.of(word), ExitCodes.USAGE);
                });
        return JobArguments.load(
                job, typed.stream().filter(word -> !isAddress(word)).toList(), home, Purpose.LOOK);
    }

    /** Empty: all letters. */
    List<String> addresses() {
        return typed.stream().filter(LetterArguments::isAddress).toList();
    }

    private static boolean isAddress(String word) {
        return word.contains("@") && !word.matches("\\w+=.*");
    }
}
