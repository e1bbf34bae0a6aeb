package org.facteur.contact;

import ezvcard.VCard;
import ezvcard.parameter.EmailType;
import ezvcard.parameter.TelephoneType;
import ezvcard.property.Address;
import ezvcard.property.DateOrTimeProperty;
import ezvcard.property.Email;
import ezvcard.property.Language;
import ezvcard.property.Note;
import ezvcard.property.Organization;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.TextListProperty;
import ezvcard.property.TextProperty;
import ezvcard.property.Title;
import ezvcard.property.Url;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What templates get of an address card, under an English or a French heading. */
enum CardColumn {
    EMAIL("email", "email", CardColumn::emails),
    NAME("name", "nom complet", card -> text(card.getFormattedName())),
    PREFIX("prefix", "civilité", card -> ofName(card, name -> String.join(" ", name.getPrefixes()))),
    FIRST_NAME("first name", "prénom", card -> ofName(card, StructuredName::getGiven)),
    MIDDLE_NAME(
            "middle name",
            "deuxième prénom",
            card -> ofName(card, name -> String.join(" ", name.getAdditionalNames()))),
    LAST_NAME("last name", "nom", card -> ofName(card, StructuredName::getFamily)),
    SUFFIX("suffix", "suffixe", card -> ofName(card, name -> String.join(" ", name.getSuffixes()))),
    NICKNAME("nickname", "surnom", card -> list(card.getNickname())),
    ORGANIZATION("organization", "organisation", CardColumn::organization),
    TITLE("job title", "fonction", card -> first(card.getTitles(), Title::getValue)),
    PHONE("phone", "téléphone", CardColumn::phone),
    STREET("street", "rue", card -> ofAddress(card, Address::getStreetAddressFull)),
    POSTAL_CODE("postal code", "code postal", card -> ofAddress(card, Address::getPostalCode)),
    CITY("city", "ville", card -> ofAddress(card, Address::getLocality)),
    REGION("region", "région", card -> ofAddress(card, Address::getRegion)),
    COUNTRY("country", "pays", card -> ofAddress(card, Address::getCountry)),
    BIRTHDAY("birthday", "anniversaire", CardColumn::birthday),
    CATEGORIES("categories", "catégories", card -> list(card.getCategories())),
    LANGUAGE("language", "langue", card -> first(card.getLanguages(), Language::getValue)),
    WEBSITE("website", "site", card -> first(card.getUrls(), Url::getValue)),
    NOTE("note", "note", card -> first(card.getNotes(), Note::getValue));

    private final String english;
    private final String french;
    // The functions above keep nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<VCard, @Nullable String> value;

    CardColumn(String english, String french, Function<VCard, @Nullable String> value) {
        this.english = english;
        this.french = french;
        this.value = value;
    }

    String heading(boolean inFrench) {
        return inFrench ? french : english;
    }

    /** "" where the card does not say it. */
    String of(VCard card) {
        String said = value.apply(card);
        return said == null ? "" : said.strip();
    }

    /** All of them, the preferred one first; one is written to. */
    private static String emails(VCard card) {
        return card.getEmails().stream()
                .filter(email -> email.getValue() != null && !email.getValue().isBlank())
                .sorted(Comparator.comparing(CardColumn::preference))
                .map(email -> email.getValue().strip())
                .distinct()
                .collect(Collectors.joining(Recipients.SEVERAL));
    }

    /** 1 is the most preferred (RFC 6350, 5.3); version 3.0 has but a mark. */
    private static int preference(Email email) {
        if (email.getTypes().contains(EmailType.PREF)) {
            return 0;
        }
        return email.getPref() == null ? Integer.MAX_VALUE : email.getPref();
    }

    private static @Nullable String phone(VCard card) {
        Optional<Telephone> mobile = card.getTelephoneNumbers().stream()
                .filter(phone -> phone.getTypes().contains(TelephoneType.CELL))
                .findFirst();
        Optional<Telephone> any =
                mobile.or(() -> card.getTelephoneNumbers().stream().findFirst());
        return any.map(phone -> phone.getText() != null
                        ? phone.getText()
                        : phone.getUri() == null ? null : phone.getUri().getNumber())
                .orElse(null);
    }

    private static @Nullable String organization(VCard card) {
        Organization organization = card.getOrganization();
        return organization == null ? null : String.join(", ", organization.getValues());
    }

    private static @Nullable String birthday(VCard card) {
        DateOrTimeProperty birthday = card.getBirthday();
        if (birthday == null) {
            return null;
        }
        if (birthday.getDate() != null) {
            // A time of birth is nobody's business.
            String day = birthday.getDate().toString().replaceFirst("T.*", "");
            // Apple's way to leave the year out, which is to look like vCard 4.0's.
            String omitted = birthday.getParameter("X-APPLE-OMIT-YEAR");
            return omitted != null && day.startsWith(omitted + '-') ? '-' + day.substring(omitted.length()) : day;
        }
        return birthday.getPartialDate() != null ? birthday.getPartialDate().toISO8601(true) : birthday.getText();
    }

    private static @Nullable String text(@Nullable TextProperty property) {
        return property == null ? null : property.getValue();
    }

    private static @Nullable String list(@Nullable TextListProperty property) {
        return property == null ? null : String.join(", ", property.getValues());
    }

    private static <T> @Nullable String first(List<T> properties, Function<T, @Nullable String> value) {
        return properties.isEmpty() ? null : value.apply(properties.get(0));
    }

    private static @Nullable String ofName(VCard card, Function<StructuredName, @Nullable String> part) {
        StructuredName name = card.getStructuredName();
        return name == null ? null : part.apply(name);
    }

    private static @Nullable String ofAddress(VCard card, Function<Address, @Nullable String> part) {
        return first(card.getAddresses(), part);
    }
}
