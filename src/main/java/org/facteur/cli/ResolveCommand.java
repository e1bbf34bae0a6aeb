package org.facteur.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.cli.screen.Screen;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.job.Doubts;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resolve}: settles letters in doubt. Without a decision it lists them. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description =
                "Settles letters in doubt: the relay may have them or not. Without --sent or --resend, lists them.")
final class ResolveCommand implements Callable<Integer> {

    private static final class Decision {
        @Option(names = "--sent", description = "They arrived: never send them again.")
        private boolean sent;

        @Option(names = "--resend", description = "They did not: the next run sends them.")
        private boolean resend;
    }

    @Mixin
    private LetterArguments letters = new LetterArguments();

    @ArgGroup
    private @Nullable Decision decision;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (decision == null && !letters.addresses().isEmpty()) {
            throw new MendableException(CliReason.UNDECIDED.of(letters.addresses()), ExitCodes.USAGE);
        }
        Campaign campaign = letters.load();
        PrintWriter out = spec.commandLine().getOut();
        ScreenWords words = ScreenWords.ours();
        return Launch.underLock(campaign.home().create(), false, spec.commandLine(), "busy.resolve", held -> {
            if (decision == null) {
                int listed = Spool.lines(
                        campaign.home(),
                        held,
                        out,
                        lines -> Doubts.list(campaign, line -> lines.accept(Screen.plain(line))));
                if (listed == 0) {
                    out.println(words.of("resolved.none", campaign.name()));
                }
                return ExitCodes.DONE;
            }
            int decided = Doubts.resolve(campaign, letters.addresses(), decision.sent && !decision.resend);
            out.println(
                    decided == 0
                            ? words.of("resolved.none", campaign.name())
                            : words.of(decision.sent ? "resolved.sent" : "resolved.resend", decided));
            return ExitCodes.DONE;
        });
    }
}
