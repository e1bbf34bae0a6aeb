package org.facteur.message;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.facteur.message.template.Escaping;
import org.facteur.message.template.SingleLine;
import org.facteur.message.template.Template;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateVariables;
import org.jspecify.annotations.Nullable;

/**
 * Which language a contact's letter is in: how it writes days and numbers, and what its header says. A cell may hold a tag ({@code fr},
 * {@code fr-CA}, {@code fr_CA}) or the name of a language, in itself, in English or in French.
 */
final class ContactLocale {

    static final String NAME = "campaign.message.locale";

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Locale mailing;
    private final @Nullable Template template;
    private final Map<String, Locale> known = new ConcurrentHashMap<>();

    /** @param template null: all letters are in the mailing's */
    ContactLocale(Locale mailing, @Nullable String template, TemplateVariables variables) {
        this.mailing = mailing;
        this.template = template == null ? null : Template.inline(NAME, template, Escaping.NONE, variables);
    }

    /**
     * The mailing's where the contact says none.
     *
     * @throws TemplateException when what comes out is no language
     */
    Locale of(Map<String, Object> values) {
        if (template == null) {
            return mailing;
        }
        String written = template.merge(values, mailing).strip();
        return written.isEmpty() ? mailing : known.computeIfAbsent(written, ContactLocale::read);
    }

    private static Locale read(String written) {
        return tagged(written)
                .or(() -> named(written))
                .orElseThrow(() -> new TemplateException(NAME, MessageReason.LOCALE.of(SingleLine.of(written))));
    }

    private static Optional<Locale> tagged(String tag) {
        try {
            Locale locale =
                    new Locale.Builder().setLanguageTag(tag.replace('_', '-')).build();
            boolean real = LANGUAGES.contains(locale.getLanguage())
                    && (locale.getCountry().isEmpty() || COUNTRIES.contains(locale.getCountry()));
            return real ? Optional.of(locale) : Optional.empty();
        } catch (IllformedLocaleException aName) {
            return Optional.empty();
        }
    }

    private static Optional<Locale> named(String name) {
        return LANGUAGES.stream()
                .map(Locale::forLanguageTag)
                .filter(language -> name.equalsIgnoreCase(language.getDisplayLanguage(Locale.ENGLISH))
                        || name.equalsIgnoreCase(language.getDisplayLanguage(Locale.FRENCH))
                        || name.equalsIgnoreCase(language.getDisplayLanguage(language)))
                .findFirst();
    }
}
