package org.facteur.job;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.facteur.address.AddressParser;
import org.facteur.address.EmailAddress;
import org.facteur.address.ParsedAddress;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Contact;
import org.facteur.contact.ContactReader;
import org.facteur.contact.Row;
import org.facteur.message.Letter;
import org.facteur.message.LetterComposer;

/** The letters as they would leave, as files; nothing is sent, and the ledger is not touched. */
public final class Preview {

    /** A letter as a file. */
    public record Page(String to, String subject, String file) {}

    private Preview() {}

    /**
     * @param most letters at most
     * @param directory for the files; made where it is not there
     */
    public static List<Page> write(Campaign campaign, int most, Path directory) throws IOException, MessagingException {
        Files.createDirectories(directory);
        List<Page> pages = new ArrayList<>();
        Set<EmailAddress> seen = new HashSet<>();
        AddressParser addresses = new AddressParser();
        try (ContactReader reader = ContactReader.open(campaign.contacts())) {
            LetterComposer composer = new LetterComposer(campaign.message(), reader.columns(), Timing.system());
            for (Row row = reader.read(); row != null && pages.size() < most; row = reader.read()) {
                if (row instanceof Contact contact
                        && addresses.parse(reader.emailOf(contact)) instanceof ParsedAddress.Valid valid
                        && seen.add(valid.address())) {
                    pages.add(write(composer, contact, valid.address(), pages.size() + 1, directory));
                }
            }
        }
        return pages;
    }

    private static Page write(LetterComposer composer, Contact contact, EmailAddress to, int number, Path directory)
            throws IOException, MessagingException {
        Letter letter = composer.compose(to, contact, null);
        String safe = to.toString().replaceAll("[^\\p{L}\\p{N}@._+-]", "_").replaceAll("\\.{2,}", "_");
        String name = "%05d-%s".formatted(number, safe);
        String file = name.substring(0, Math.min(name.length(), 100)) + ".eml";
        try (OutputStream out = Files.newOutputStream(directory.resolve(file))) {
            letter.message().writeTo(out);
        }
        return new Page(to.toString(), String.valueOf(letter.message().getSubject()), file);
    }
}
