package org.facteur.campaign;

import java.nio.file.Path;
import java.util.List;
import org.facteur.address.EmailAddress;
import org.facteur.relay.Credentials;
import org.facteur.relay.Tls;
import org.jspecify.annotations.Nullable;

/**
 * An IMAP account that answers and bounces arrive in.
 *
 * @param name as the job file calls it
 * @param port 1 to 65535
 * @param tls {@code NONE} on loopback only
 * @param trust certificates besides the JDK's; null: none
 * @param folders that are read; not empty
 * @param address whose mailbox it is; null: not known
 * @param authservId name by which its server signs what it says of SPF, DKIM and DMARC (RFC 8601, 2.5); null: not known
 */
public record MailboxAccount(
        String name,
        String host,
        int port,
        Tls tls,
        @Nullable Path trust,
        Credentials credentials,
        List<String> folders,
        @Nullable EmailAddress address,
        @Nullable String authservId) {

    public MailboxAccount {
        folders = List.copyOf(folders);
    }
}
