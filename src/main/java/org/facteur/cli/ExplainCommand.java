package org.facteur.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.facteur.cli.screen.Screen;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.inbox.MessageExplainer;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.verdict.Explanation;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.RuleClassifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: what a server's reply means and what a run does about it; or what a returned message is. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what a server's reply means and what a run does about it, or what a returned message is.")
final class ExplainCommand implements Callable<Integer> {

    @Parameters(
            index = "0..*",
            arity = "0..*",
            paramLabel = "REPLY",
            description = "The reply, in quotes or not; - reads one a line from stdin.")
    private List<String> typed = List.of();

    @Option(
            names = "--message",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Messages that came back: .eml files, an mbox, a Maildir.")
    private List<Path> messages = List.of();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--replies",
            paramLabel = "FILE",
            description = "Rules of your own, before those that come with Facteur.")
    private @Nullable Path rules;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String reply = typed.isEmpty() ? null : String.join(" ", typed);
        if ((reply == null) == messages.isEmpty()) {
            throw new ParameterException(spec.commandLine(), ScreenWords.ours().of("explain.which"));
        }
        if (reply == null) {
            messages(out);
            return ExitCodes.DONE;
        }
        ReplyClassifier classifier = RuleClassifier.with(rules);
        if (!reply.equals("-")) {
            if (json) {
                out.println(Explanation.of(reply, classifier).toJson());
            } else {
                ScreenWords words = ScreenWords.ours();
                Explanation explanation = Explanation.of(reply, classifier);
                out.println(words.said(Reason.verbatim(explanation.reply().toString())));
                explanation.lines().forEach(line -> out.println(words.said(line)));
            }
            return ExitCodes.DONE;
        }
        // A list is for machines: an object a line, so that the answers can be matched to the lines.
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(Explanation.of(line, classifier).toJson());
        }
        return ExitCodes.DONE;
    }

    private void messages(PrintWriter out) {
        MessageExplainer explainer = new MessageExplainer(RuleClassifier.with(rules));
        ScreenWords words = ScreenWords.ours();
        for (Path file : messages) {
            explainer.explain(file, (name, returned) -> {
                if (json) {
                    out.println(MessageExplainer.json(name, returned));
                } else {
                    out.println(Screen.plain(name));
                    MessageExplainer.lines(returned).forEach(line -> out.println("  " + words.said(line)));
                }
            });
        }
    }
}
