package org.facteur.cli;

import picocli.CommandLine.Command;

/** {@code dkim}: what signing needs. */
@Command(
        name = "dkim",
        mixinStandardHelpOptions = true,
        description = "Makes what signing needs.",
        subcommands = DkimNewCommand.class)
final class DkimCommand {}
