package org.facteur.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.facteur.relay.EnhancedStatus;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;

/** A line of a file of replies: what a server said, and what people say it means. */
record LabelledReply(Reply reply, String category, String scope) {

    static Stream<LabelledReply> of(String file) {
        try (InputStream lines = Objects.requireNonNull(LabelledReply.class.getResourceAsStream(file), file)) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> parse(line.split("\t", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LabelledReply parse(String[] fields) {
        int code = fields[0].equals("-") ? 0 : Integer.parseInt(fields[0]);
        EnhancedStatus enhanced = EnhancedStatus.parse(fields[1]).orElse(null);
        Reply reply = new Reply(Phase.DOT, code, enhanced, fields[2].replace("\\n", "\n"));
        return new LabelledReply(reply, fields[3], fields[4]);
    }

    @Override
    public String toString() {
        return category + ": " + reply;
    }
}
