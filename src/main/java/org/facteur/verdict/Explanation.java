package org.facteur.verdict;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.facteur.relay.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a reply means, for people and for programs. */
public final class Explanation {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Reply reply;
    private final Verdict verdict;
    private final @Nullable String madeFor;

    private Explanation(Reply reply, Verdict verdict, @Nullable String madeFor) {
        this.reply = reply;
        this.verdict = verdict;
        this.madeFor = madeFor;
    }

    /**
     * Explains a reply as people have it at hand.
     *
     * @param rawLine as a server sent it, or as a mail log, a bounce or a TSV file shows it
     */
    public static Explanation of(String rawLine, ReplyClassifier classifier) {
        Reply reply = RawReply.parse(rawLine);
        String madeFor = classifier instanceof RuleClassifier rules
                ? rules.madeFor(reply).orElse(null)
                : null;
        return new Explanation(reply, classifier.classify(reply), madeFor);
    }

    public Reply reply() {
        return reply;
    }

    public Verdict verdict() {
        return verdict;
    }

    /** A few lines in plain English. */
    public String text() {
        StringBuilder text = new StringBuilder()
                .append(reply)
                .append("\n  means     ")
                .append(PlainEnglish.meaning(verdict.category()))
                .append(" (")
                .append(verdict.category().label())
                .append(")\n  concerns  ")
                .append(PlainEnglish.concern(verdict.scope()))
                .append("\n  a run     ")
                .append(PlainEnglish.action(verdict.reaction()))
                .append(wait(verdict.retryAfter()));
        if (madeFor != null) {
            text.append("\n  as in     ").append(madeFor);
        }
        return text.toString();
    }

    /** One line. */
    public String toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Duration retryAfter = verdict.retryAfter();
        fields.put("code", reply.code() == 0 ? null : reply.code());
        fields.put("enhanced", reply.enhanced() == null ? null : String.valueOf(reply.enhanced()));
        fields.put("category", verdict.category().label());
        fields.put("scope", verdict.scope().label());
        fields.put("reaction", verdict.reaction().label());
        fields.put("retryAfterSeconds", retryAfter == null ? null : retryAfter.toSeconds());
        return JSON.writeValueAsString(fields);
    }

    private static String wait(@Nullable Duration retryAfter) {
        return retryAfter == null ? "" : "; " + PlainEnglish.asked(retryAfter);
    }
}
