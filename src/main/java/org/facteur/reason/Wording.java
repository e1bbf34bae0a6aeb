package org.facteur.reason;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts reasons into words, in the reader's language. */
public final class Wording {

    static final Wording ENGLISH = new Wording(Locale.ENGLISH);

    private final ReasonCatalogues catalogues;
    private final Plural plural;

    /** @param language one that is not ours: English */
    public Wording(Locale language) {
        this.catalogues = language.equals(Locale.ENGLISH) ? ReasonCatalogues.ENGLISH : new ReasonCatalogues(language);
        this.plural = Plural.of(language);
    }

    /** The reason in words; one that another version has kept and this one does not know, as it was kept. */
    public String say(Reason reason) {
        if (reason.isVerbatim()) {
            return reason.values().get(0).toString();
        }
        Optional<String> text = isOne(reason.values()) ? catalogues.find(reason.key() + ".one") : Optional.empty();
        return text.or(() -> catalogues.find(reason.key()))
                .map(found -> Phrases.filled(found, reason.values(), value -> value(value, reason.key()), plural))
                .orElseGet(() -> reason.toKept(Integer.MAX_VALUE));
    }

    /** @param key that it belongs to */
    private String value(Object value, String key) {
        if (value instanceof Reason reason) {
            return say(reason);
        } else if (value instanceof List<?> list) {
            return list.stream().map(one -> value(one, key)).collect(Collectors.joining(between(key)));
        }
        return value.toString();
    }

    private String between(String key) {
        if (key.equals(CommonReason.LINES.id())) {
            return System.lineSeparator();
        }
        return key.equals(CommonReason.SEVERAL.id()) ? say(CommonReason.AND.of()) : ", ";
    }

    private boolean isOne(List<Object> values) {
        return !values.isEmpty() && plural.isOne(values.get(0));
    }
}
