package org.facteur.campaign;

import java.nio.file.Path;
import java.util.List;
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
 */
public record MailboxAccount(
        String name,
        String host,
        int port,
        Tls tls,
        @Nullable Path trust,
        Credentials credentials,
        List<String> folders) {

    public MailboxAccount {
        folders = List.copyOf(folders);
    }
}
