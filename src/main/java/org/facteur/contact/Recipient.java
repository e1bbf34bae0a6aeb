package org.facteur.contact;

import java.util.List;
import org.facteur.address.EmailAddress;

/**
 * A contact that is to be written to.
 *
 * @param contact the row; its address cell holds the address written to, whatever stands around it in the file
 * @param cleanups what was taken off the cell to get at the address, for the log; empty where it held just that
 */
public record Recipient(EmailAddress address, Contact contact, List<String> cleanups) implements Listed {

    public Recipient {
        cleanups = List.copyOf(cleanups);
    }

    @Override
    public long line() {
        return contact.line();
    }
}
