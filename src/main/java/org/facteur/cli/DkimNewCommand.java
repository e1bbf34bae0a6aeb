package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.facteur.address.Domain;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.disk.PrivateFile;
import org.facteur.message.dkim.DkimKey;
import org.facteur.message.dkim.Selector;
import org.facteur.message.dkim.SignatureAlgorithm;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dkim new}: a key, and the record that publishes it. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a key to sign letters with, in a file that only you can read, and says what to publish in the DNS.",
            "A file that is there already is left as it is."
        })
final class DkimNewCommand implements Callable<Integer> {

    /** RFC 1035, 3.3.14. */
    private static final int LONGEST_STRING = 255;

    @Option(
            names = "--domain",
            required = true,
            paramLabel = "DOMAIN",
            description = "Whose signature: the domain of From.")
    private String domain = "";

    @Option(
            names = "--selector",
            required = true,
            paramLabel = "NAME",
            description = "Tells the keys of a domain apart; facteur, for example.")
    private String selector = "";

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "Where the key goes. Default: SELECTOR.DOMAIN.pem, here.")
    private @Nullable Path file;

    @Option(names = "--ed25519", description = "A key for a second signature, which fewer receivers know.")
    private boolean ed25519;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Domain signs = value("--domain", () -> new Domain(domain));
        Selector name = value("--selector", () -> new Selector(selector));
        Path to = file != null ? file : Path.of(name + "." + signs + ".pem");
        DkimKey key = DkimKey.generate(ed25519 ? SignatureAlgorithm.ED25519 : SignatureAlgorithm.RSA);
        write(to, key.toPem());
        tell(signs, name, to, key);
        return ExitCodes.DONE;
    }

    /** What an option says. */
    private static <T> T value(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (InvalidValueException e) {
            throw new MendableException(Reason.about(option, e.reason()), ExitCodes.USAGE);
        }
    }

    /** A new file, which a link in its place is not. */
    private static void write(Path to, String key) {
        try (FileChannel out = FileChannel.open(
                to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PrivateFile.ownerOnly(to))) {
            out.write(ByteBuffer.wrap(key.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new MendableException(CliReason.DKIM_THERE.of(to), ExitCodes.USAGE);
        } catch (IOException e) {
            throw new MendableException(
                    CliReason.DKIM_UNWRITTEN.of(to, String.valueOf(e.getMessage())), ExitCodes.USAGE);
        }
    }

    private void tell(Domain signs, Selector name, Path to, DkimKey key) {
        PrintWriter out = spec.commandLine().getOut();
        ScreenWords words = ScreenWords.ours();
        out.println(words.of("dkim.key", to));
        out.println();
        out.println(words.of("dkim.publish", signs));
        out.println();
        // To be copied as it is.
        out.print(name.at(signs) + ". IN TXT ( " + String.join("\n    ", strings(key.record())) + " )\n");
        out.println();
        out.println(words.of("dkim.job"));
        out.println();
        String job = "selector: " + name + ", key-file: " + to.toAbsolutePath().normalize();
        out.print((ed25519 ? "    ed25519: { " + job + " }" : "  dkim: { domain: " + signs + ", " + job + " }") + "\n");
    }

    /** A text in the strings that a record holds. */
    private static List<String> strings(String text) {
        List<String> strings = new ArrayList<>();
        for (int from = 0; from < text.length(); from += LONGEST_STRING) {
            strings.add('"' + text.substring(from, Math.min(from + LONGEST_STRING, text.length())) + '"');
        }
        return strings;
    }
}
