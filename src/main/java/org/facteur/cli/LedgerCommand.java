package org.facteur.cli;

import picocli.CommandLine.Command;

/** {@code ledger}: where it is kept. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Looks after the ledger.",
        subcommands = LedgerMoveCommand.class)
final class LedgerCommand {}
