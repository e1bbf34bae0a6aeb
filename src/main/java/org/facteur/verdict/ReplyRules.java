package org.facteur.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Where rules come from: a data file in the jar, and a user's own. */
final class ReplyRules {

    private static final String BUILT_IN = "replies.yaml";

    private ReplyRules() {}

    static List<Rule> builtIn() {
        try (InputStream file = ReplyRules.class.getResourceAsStream(BUILT_IN)) {
            if (file == null) {
                throw new IllegalStateException(BUILT_IN + " is missing from the jar");
            }
            return new RuleReader(BUILT_IN, false).read(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Rule> ofUser(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ReplyRulesException(VerdictReason.RULES_DEVICE.of(file));
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            return new RuleReader(file.toString(), true).read(reader);
        } catch (NoSuchFileException e) {
            throw new ReplyRulesException(VerdictReason.RULES_NONE.of(file));
        } catch (IOException e) {
            throw new ReplyRulesException(VerdictReason.RULES_UNREADABLE.of(file, String.valueOf(e.getMessage())));
        }
    }
}
