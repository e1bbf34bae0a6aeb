package org.facteur.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import picocli.CommandLine;

/** A command line as a user types it, and what came of it. For commands that need no process of their own. */
public record Typed(int exitCode, String out, String err) {

    public static Typed facteur(String... arguments) {
        return facteur(Locale.UK, arguments);
    }

    /** @param locale of its help */
    static Typed facteur(Locale locale, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Facteur.commandLine(locale, arguments);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return new Typed(commandLine.execute(arguments), out.toString(), err.toString());
    }
}
