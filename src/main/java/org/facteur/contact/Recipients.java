package org.facteur.contact;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.facteur.address.AddressParser;
import org.facteur.address.EmailAddress;
import org.facteur.address.ParsedAddress;
import org.facteur.contact.Exclusion.Kind;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The one walk from the rows of a contacts file to whom a letter goes, and to who is left out and why: what enlists, previews, plans
 * or checks sees the same people. Streaming; all that it keeps of a row is 12 bytes of its address. Not for more than one thread.
 */
public final class Recipients implements Closeable {

    /** Between several addresses of one person, as Google exports them. */
    static final String SEVERAL = " ::: ";

    private final ContactReader reader;
    private final Suppressions suppressions;
    private final AddressParser addresses = new AddressParser();
    private final EarlierAddresses earlier = new EarlierAddresses();
    private final boolean addsEmail;
    private long rows;
    private long severalAddresses;
    private long firstOfSeveral;

    private Recipients(ContactReader reader, Suppressions suppressions) {
        this.reader = reader;
        this.suppressions = suppressions;
        this.addsEmail = reader.columns().stream()
                .noneMatch(heading -> ColumnNames.plain(heading).equals(Headings.EMAIL));
    }

    /**
     * Reads the headings; the first row is next.
     *
     * @throws ContactFileException where the file is missing, empty, of another charset than said, or its headings do not do
     */
    public static Recipients open(ContactSource source, Suppressions suppressions) {
        return new Recipients(ContactReader.open(source), suppressions);
    }

    /**
     * The rows as they stand, whatever their address is.
     *
     * @throws ContactFileException as {@link #open} and {@link #next}
     */
    public static void forEachContact(ContactSource source, Consumer<Contact> consumer) throws IOException {
        try (ContactReader reader = ContactReader.open(source)) {
            for (Row row = reader.read(); row != null; row = reader.read()) {
                if (row instanceof Contact contact) {
                    consumer.accept(contact);
                }
            }
        }
    }

    /**
     * Goes on where an earlier walk was left. The rows before are walked over again, for their addresses have to be known.
     *
     * @param rows that {@link #rows} gave, over the same source, the file unchanged since
     * @throws ContactFileException as {@link #open} and {@link #next}
     */
    public static Recipients openAt(ContactSource source, Suppressions suppressions, long rows) {
        Recipients recipients = open(source, suppressions);
        while (recipients.rows < rows && recipients.next() != null) {
            // Nobody is told of them again.
        }
        return recipients;
    }

    /**
     * What the next row that {@code where} does not leave out is to the mailing; null at the end.
     *
     * @throws ContactFileException where nothing after this row can be trusted, such as a quote that is not closed
     */
    public @Nullable Listed next() {
        Row row = reader.read();
        if (row == null) {
            return null;
        }
        rows++;
        if (row instanceof Row.Unreadable unreadable) {
            return new Exclusion(unreadable.line(), Kind.INVALID, printable(unreadable.raw()), unreadable.reason());
        }
        return judge((Contact) row);
    }

    private Listed judge(Contact contact) {
        String cell = reader.emailOf(contact);
        ParsedAddress parsed = addresses.parse(cell);
        if (parsed instanceof ParsedAddress.Invalid invalid) {
            return new Exclusion(contact.line(), Kind.INVALID, printable(cell), invalid.reason(), contact.values());
        }
        ParsedAddress.Valid valid = (ParsedAddress.Valid) parsed;
        EmailAddress address = valid.address();
        long before = earlier.add(address, contact.line());
        if (before != 0) {
            return new Exclusion(
                    contact.line(), Kind.DUPLICATE, address.toString(), ContactReason.ROW_DUPLICATE_LINE.of(before));
        }
        Reason suppressed = suppressions.reason(address);
        if (suppressed != null) {
            return new Exclusion(contact.line(), Kind.SUPPRESSED, address.toString(), suppressed, contact.values());
        }
        if (cell.contains(SEVERAL.strip())) {
            severalAddresses++;
            firstOfSeveral = firstOfSeveral == 0 ? contact.line() : firstOfSeveral;
        }
        return new Recipient(address, withClean(address, cell, contact), valid.cleanups());
    }

    /** It ends up on terminals. */
    private static String printable(String cell) {
        return cell.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** What a template prints of the address, under its heading or as {@code email}, is what is written to. */
    private Contact withClean(EmailAddress address, String cell, Contact contact) {
        String clean = address.toString();
        if (clean.equals(cell) && !addsEmail) {
            return contact;
        }
        Map<String, String> values = new LinkedHashMap<>(contact.values());
        values.put(reader.addressColumn(), clean);
        if (addsEmail) {
            values.put(Headings.EMAIL, clean);
        }
        return new Contact(contact.line(), Collections.unmodifiableMap(values));
    }

    /** Rows walked over so far, those of an earlier walk included, those that {@code where} leaves out not. */
    public long rows() {
        return rows;
    }

    /** Rows that {@code where} left out so far. */
    public long leftOut() {
        return reader.leftOut();
    }

    /** The headings, in the file's order, and {@code email} where the column with the addresses is called otherwise. */
    public List<String> columns() {
        return addsEmail
                ? Stream.concat(reader.columns().stream(), Stream.of(Headings.EMAIL))
                        .toList()
                : reader.columns();
    }

    /** What its owner should know of what was read so far, such as which of two equal headings had to be given a number. */
    public List<Reason> notes() {
        return severalAddresses == 0
                ? reader.notes()
                : Stream.concat(
                                reader.notes().stream(),
                                Stream.of(ContactReason.ADDRESS_SEVERAL.of(severalAddresses, firstOfSeveral)))
                        .toList();
    }

    /**
     * To be asked before what was read becomes final.
     *
     * @throws ContactFileException where somebody has written into the file, or replaced it, since the walk began
     */
    public void refuseChanged() {
        reader.refuseChanged();
    }

    /**
     * Why there is nobody to write to.
     *
     * @param first of those that are left out; null where there is no row at all
     */
    public static Reason nobody(ContactSource source, @Nullable Exclusion first) {
        if (first != null) {
            return ContactReason.NOBODY.of(source.file(), first.line(), first.reason());
        }
        return source.where() == null
                ? ContactReason.NOBODY_ROWS.of(source.file())
                : Reason.at(source.where().place(), ContactReason.NOBODY_WHERE.of(source.file()));
    }

    /** How the file is read, such as {@code UTF-8, comma}. */
    public String describe() {
        return reader.describe();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
