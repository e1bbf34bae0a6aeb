package org.facteur.cli;

import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine;

/**
 * Help in French. In English it stands at the commands, and a language that we do not speak gets that. The annotations do not name
 * the bundle, else manual pages would be in the language of the machine that builds them.
 */
final class FrenchHelp {

    private FrenchHelp() {}

    /** To a command line that has all its commands. */
    static void give(CommandLine commandLine, Locale locale) {
        if (locale.getLanguage().equals(Locale.FRENCH.getLanguage())) {
            commandLine.setResourceBundle(ResourceBundle.getBundle("org.facteur.cli.help", Locale.FRENCH));
        }
    }
}
