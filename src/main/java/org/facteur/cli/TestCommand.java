package org.facteur.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.Logs;
import org.facteur.cli.screen.Screen;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.home.Home;
import org.facteur.job.errand.ErrandResult;
import org.facteur.job.errand.TestLetter;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code test}: one real letter to oneself. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Sends one real letter, marked as a test, to an address of yours through the campaign's relay. It takes one letter out of"
                    + " the relay's quota, may leave outside the sending window, and counts for no recipient.",
            "Exit codes: 0 the relay has taken it, 65 the letter cannot be made or was refused, 69 the relay cannot be reached or"
                    + " refuses us, 75 not now (a limit is reached, another run is going on, come back later), 77 the login was"
                    + " refused."
        })
final class TestCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(names = "--to", required = true, paramLabel = "ADDRESS", description = "Who gets it: you.")
    private String to = "";

    @Option(
            names = "--row",
            paramLabel = "N",
            description =
                    "Whose letter: that of the contact in line N of the contacts file, counted as messages and export do"
                            + " (the headings are line 1). Default: the first row with a valid address.")
    private @Nullable Long row;

    @Option(
            names = "--relay",
            paramLabel = "NAME",
            description = "Default: the campaign's first that carries letters to the address.")
    private @Nullable String relay;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = arguments.load(Purpose.SEND);
        PrintWriter err = spec.commandLine().getErr();
        Home home = campaign.home().create();
        return Launch.underLock(home, true, spec.commandLine(), "busy.test", held -> {
            Logs.open(home);
            campaign.warnings()
                    .forEach(warning -> err.println(ScreenWords.ours().said(warning)));
            var request = new TestLetter.Request(to, row == null ? TestLetter.FIRST : row, relay);
            TestLetter.Sending sending = new TestLetter(Timing.system()).send(campaign, request);
            say(sending);
            return sending.result().exitCode();
        });
    }

    private void say(TestLetter.Sending sending) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ScreenWords words = ScreenWords.ours();
        ErrandResult result = sending.result();
        if (result instanceof ErrandResult.Taken taken) {
            out.println(words.of("test.letter", sending.place(), to));
            out.println(words.of(
                    "test.taken", sending.relay(), Screen.plain(taken.reply().toString())));
            if (sending.personalLink()) {
                out.println(words.of("test.link"));
            }
            if (sending.letters() != null) {
                out.println(words.of("sandbox", sending.letters()));
            }
        } else if (result instanceof ErrandResult.Closed closed) {
            String time = words.openingTime(closed.opensAt());
            err.println(words.of("test.closed", time, Screen.plain(words.said(closed.reason()))));
        } else {
            err.println(words.of("test.failed", sending.relay(), Screen.plain(words.said(result.inShort()))));
            if (result instanceof ErrandResult.Refused refused) {
                refused.meaning().forEach(line -> err.println(Screen.plain(words.said(line))));
            }
        }
    }
}
