package org.facteur.inbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.facteur.reason.Reason;
import org.facteur.verdict.ReplyClassifier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Says what returned messages are, one by one, for people and for programs. */
public final class MessageExplainer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ReturnReader reader;

    public MessageExplainer(ReplyClassifier classifier) {
        reader = new ReturnReader(classifier);
    }

    /**
     * Tells of each message in a file, an mbox or a folder.
     *
     * @param told a name for the message, and what it is
     * @throws org.facteur.reason.MendableException where it is not there, or cannot be read
     */
    public void explain(Path place, BiConsumer<String, Return> told) {
        MailFiles.forEach(
                place,
                (file, number, message) ->
                        told.accept(number == 1 ? file.toString() : file + "#" + number, reader.read(message)));
    }

    /** Some lines for people. */
    public static List<Reason> lines(Return returned) {
        List<Reason> lines = new ArrayList<>();
        lines.add(InboxReason.EXPLAIN_IS.of(
                returned.kind().label(), returned.kind().meaning()));
        for (ReturnedRecipient recipient : returned.recipients()) {
            if (recipient.category() == null) {
                lines.add(Reason.verbatim(recipient.address()));
                continue;
            }
            lines.add(InboxReason.EXPLAIN_RECIPIENT.of(
                    recipient.address(),
                    recipient.category().meaning(),
                    recipient.category().label(),
                    (recipient.permanent() ? InboxReason.EXPLAIN_BAD : InboxReason.EXPLAIN_NOT_BAD).of()));
            if (recipient.diagnostic() != null) {
                lines.add(InboxReason.EXPLAIN_SAID.of(recipient.diagnostic()));
            }
        }
        return lines;
    }

    /** One line. */
    public static String json(String file, Return returned) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", file);
        fields.put("kind", returned.kind().label());
        fields.put(
                "recipients",
                returned.recipients().stream().map(MessageExplainer::recipient).toList());
        return JSON.writeValueAsString(fields);
    }

    private static Map<String, @Nullable Object> recipient(ReturnedRecipient recipient) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("address", recipient.address());
        fields.put("permanent", recipient.permanent());
        fields.put(
                "category",
                recipient.category() == null ? null : recipient.category().label());
        fields.put("status", recipient.status());
        fields.put("diagnostic", recipient.diagnostic());
        return fields;
    }
}
