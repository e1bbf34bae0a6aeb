package org.facteur.cli;

import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.home.HomeMove;
import org.facteur.reason.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ledger move}: from files to a database server, or back. */
@Command(
        name = "move",
        mixinStandardHelpOptions = true,
        description = {
            "Moves the ledger of all campaigns of the home to where spring.datasource of the job file says, or back to var/ where"
                    + " it says nothing.",
            "The copy is read back and compared before the old one is closed. Letters in doubt have to be resolved first."
        })
final class LedgerMoveCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = arguments.load(Purpose.LOOK);
        return Launch.underLock(campaign.home().create(), false, spec.commandLine(), "busy.run", held -> {
            HomeMove.Moved moved = new HomeMove(campaign.home(), campaign.database(), System.getenv()).move();
            spec.commandLine()
                    .getOut()
                    .println(ScreenWords.ours()
                            .of("ledger.moved", moved.to(), moved.letters(), moved.attempts(), moved.from()));
            return ExitCodes.DONE;
        });
    }
}
