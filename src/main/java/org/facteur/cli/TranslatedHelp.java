package org.facteur.cli;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import picocli.CommandLine;

/**
 * Help in the reader's language, where there is a file of it. In English it stands at the commands. The annotations do not name the bundle,
 * else manual pages would be in the language of the machine that builds them.
 */
final class TranslatedHelp {

    private TranslatedHelp() {}

    /** To a command line that has all its commands. */
    static void give(CommandLine commandLine, Locale locale) {
        if (locale.getLanguage().equals(Locale.ENGLISH.getLanguage())) {
            return;
        }
        try {
            commandLine.setResourceBundle(ResourceBundle.getBundle(
                    "org.facteur.cli.help", locale, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
        } catch (MissingResourceException english) {
            // What stands at the commands.
        }
    }
}
