package org.facteur.contact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.facteur.address.AddressParser;
import org.facteur.address.ParsedAddress;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The first row: what the columns are called and which holds the address. */
final class Headings {

    /** In templates {@code contact} is the row itself. */
    private static final String RESERVED = "contact";

    /**
     * Which column holds the address.
     *
     * @param asked heading or plain name; null: the first with a usual name
     */
    record AddressColumn(@Nullable String asked) {

        /** As plain names; the headings of the usual programs' exports among them. */
        private static final Set<String> USUAL = Set.of(
                "email",
                "e_mail",
                "mail",
                "mel",
                "courriel",
                "adresse_email",
                "adresse_e_mail",
                "adresse_mail",
                "adresse_courriel",
                "adresse_electronique",
                "adresse_de_messagerie",
                "courrier_electronique",
                "email_address",
                "e_mail_address",
                "mail_address",
                "e_mail_1_value");

        boolean isCalled(String heading) {
            String plain = ColumnNames.plain(heading);
            return asked == null ? USUAL.contains(plain) : isSame(heading, asked);
        }
    }

    private final List<String> names;
    private final int address;

    private Headings(List<String> names, int address) {
        this.names = List.copyOf(names);
        this.address = address;
    }

    static Headings of(RowCursor.Cells first, ContactSource source) {
        List<String> names = new ArrayList<>();
        for (String cell : first.values()) {
            names.add(cell.strip());
        }
        @Nullable Reason problem = problem(names);
        if (problem != null) {
            throw ContactFileException.at(source.file(), first.line(), problem);
        }
        AddressColumn wanted = new AddressColumn(source.emailColumn());
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty() && wanted.isCalled(names.get(i))) {
                return new Headings(names, i);
            }
        }
        throw ContactFileException.at(source.file(), first.line(), withoutAddress(names, source.emailColumn()));
    }

    private static Reason withoutAddress(List<String> names, @Nullable String asked) {
        return asked == null ? ContactReason.EMAIL.of(list(names)) : ContactReason.COLUMN.of(asked, list(names));
    }

    private static @Nullable Reason problem(List<String> names) {
        AddressParser parser = new AddressParser();
        Map<String, String> byPlainName = new HashMap<>();
        for (String name : names) {
            if (name.isEmpty()) {
                continue;
            }
            if (parser.parse(name) instanceof ParsedAddress.Valid) {
                return ContactReason.HEADING_NONE.of(name);
            }
            String plain = ColumnNames.plain(name);
            if (plain.equals(RESERVED)) {
                return ContactReason.HEADING_CONTACT.of(name);
            }
            @Nullable String other = byPlainName.put(plain, name);
            if (other != null) {
                return other.equals(name)
                        ? ContactReason.HEADING_TWO.of(name)
                        : ContactReason.HEADING_SAME.of(other, name, plain);
            }
        }
        return null;
    }

    /** By heading or plain name, whatever the case. */
    static boolean isSame(String heading, String name) {
        return heading.equalsIgnoreCase(name.strip())
                || ColumnNames.plain(heading).equals(ColumnNames.plain(name));
    }

    static String list(List<String> names) {
        return String.join(", ", names.stream().filter(name -> !name.isEmpty()).toList());
    }

    /** As many as the heading line has cells, those without a heading "". */
    List<String> cells() {
        return names;
    }

    List<String> names() {
        return names.stream().filter(name -> !name.isEmpty()).toList();
    }

    String addressColumn() {
        return names.get(address);
    }
}
