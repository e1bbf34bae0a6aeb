package org.facteur.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class Version implements IVersionProvider {

    private static final String BUILD = "/META-INF/build-info.properties";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {line()};
    }

    static String line() throws IOException {
        return "facteur " + number();
    }

    static String number() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(BUILD)) {
            // Classes that an editor compiled have no build behind them.
            if (in != null) {
                build.load(in);
            }
        }
        return build.getProperty("build.version", "(unbuilt)");
    }
}
