package org.facteur.check.sender;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.facteur.address.Domain;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code senders.yaml} knows of relays, of mailboxes for everybody, and of block lists. */
final class SenderData {

    private static final String FILE = "senders.yaml";

    private static final SenderData BUILT_IN = read();

    private final Map<String, Sending> relays = new HashMap<>();
    private final Map<String, Freemail> freemail = new HashMap<>();
    private final List<BlockList> lists;

    /** Whose envelope sender a relay keeps. */
    enum MailFrom {
        OURS,
        ACCOUNT,
        THEIRS,
        UNKNOWN
    }

    /** For whom a relay signs. */
    enum Signs {
        DOMAIN,
        PROVIDER,
        NONE,
        UNKNOWN
    }

    /**
     * How letters leave a relay.
     *
     * @param provider whose own addresses it sends for; null: nobody's
     * @param includes of which the SPF record names one; empty: none is known
     * @param publishes whether it has such a name at all, as far as is known
     * @param selectors under which its key for a domain of one's own is found; empty: not known
     */
    record Sending(
            @Nullable String provider,
            List<String> includes,
            boolean publishes,
            MailFrom mailFrom,
            Signs signs,
            List<String> selectors) {}

    /**
     * A domain that has mailboxes for everybody.
     *
     * @param policy as it was seen, such as {@code reject} or {@code unknown}
     * @param asOf when
     */
    record Freemail(String policy, String asOf) {}

    /**
     * A list that may be asked.
     *
     * @param id of its findings, after {@code dnsbl.}
     * @param ofDomains else of addresses
     * @param test names below the zone of which one is listed if the zone answers us
     * @param clean one that is never listed
     * @param listed what an answer means; no other one counts
     * @param bits what a bit of the answer's last number means
     * @param counts whether receivers go by it
     */
    record BlockList(
            String id,
            String zone,
            boolean ofDomains,
            List<String> test,
            String clean,
            Map<String, String> listed,
            Map<Integer, String> bits,
            boolean counts) {

        /** @return what the list says with these answers; empty where they say nothing */
        Optional<String> meaning(List<String> answers) {
            String words = answers.stream()
                    .flatMap(answer -> {
                        String known = listed.get(answer);
                        return known != null
                                ? List.of(known).stream()
                                : bits.entrySet().stream()
                                        .filter(bit -> answer.matches("127\\.0\\.0\\.\\d+")
                                                && (lastNumber(answer) & bit.getKey()) != 0)
                                        .map(Map.Entry::getValue);
                    })
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            return words.isEmpty() ? Optional.empty() : Optional.of(words);
        }

        private static int lastNumber(String answer) {
            return Integer.parseInt(answer.substring(answer.lastIndexOf('.') + 1));
        }
    }

    private SenderData(Map<?, ?> file) {
        map(file, "relays").forEach((name, values) -> relays.put(name.toString(), sending((Map<?, ?>) values)));
        for (Object entry : list(file, "freemail")) {
            Map<?, ?> values = (Map<?, ?>) entry;
            Freemail known = new Freemail(text(values, "policy", "unknown"), text(values, "as-of", ""));
            list(values, "domains").forEach(domain -> freemail.put(domain.toString(), known));
        }
        lists = list(file, "lists").stream()
                .map(entry -> blockList((Map<?, ?>) entry))
                .toList();
    }

    private static SenderData read() {
        try (InputStream file = SenderData.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the jar");
            }
            return new SenderData(new Yaml(new SafeConstructor(new LoaderOptions())).load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sending sending(Map<?, ?> values) {
        return new Sending(
                values.containsKey("provider") ? text(values, "provider", "") : null,
                texts(values, "include"),
                !text(values, "own-domain", "").equals("unpublished"),
                MailFrom.valueOf(text(values, "mail-from", "unknown").toUpperCase(Locale.ROOT)),
                Signs.valueOf(text(values, "dkim", "unknown").toUpperCase(Locale.ROOT)),
                texts(values, "selectors"));
    }

    private static BlockList blockList(Map<?, ?> values) {
        Map<String, String> listed = new HashMap<>();
        map(values, "listed").forEach((answer, words) -> listed.put(answer.toString(), words.toString()));
        Map<Integer, String> bits = new HashMap<>();
        map(values, "bits").forEach((bit, words) -> bits.put((Integer) bit, words.toString()));
        return new BlockList(
                text(values, "id", ""),
                text(values, "zone", ""),
                text(values, "ask", "ip").equals("domain"),
                texts(values, "test"),
                text(values, "clean", ""),
                listed,
                bits,
                !values.containsKey("counts"));
    }

    private static Map<?, ?> map(Map<?, ?> values, String key) {
        return values.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Map<?, ?> values, String key) {
        return values.get(key) instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(Map<?, ?> values, String key) {
        return list(values, key).stream().map(Object::toString).toList();
    }

    private static String text(Map<?, ?> values, String key, String otherwise) {
        Object value = values.get(key);
        return value == null ? otherwise : value.toString();
    }

    /**
     * Empty where nothing is known of it.
     *
     * @param preset null: the relay has none
     */
    static Optional<Sending> relay(@Nullable String preset) {
        return Optional.ofNullable(preset).map(BUILT_IN.relays::get);
    }

    static Optional<Freemail> freemail(Domain domain) {
        return Optional.ofNullable(BUILT_IN.freemail.get(domain.name()));
    }

    static List<BlockList> lists() {
        return BUILT_IN.lists;
    }
}
