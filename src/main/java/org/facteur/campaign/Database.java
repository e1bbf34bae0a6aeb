package org.facteur.campaign;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database server that keeps the ledger instead of {@code var/ledger}: {@code spring.datasource} of a job file.
 *
 * @param url {@code jdbc:postgresql://host:port/database}; without a password
 * @param username null: the driver's own, the user of the operating system
 * @param password null: none, or one that the driver finds itself ({@code ~/.pgpass})
 */
public record Database(
        String url, @Nullable String username, @Nullable String password) {

    /**
     * What the environment alone says, for commands that were given no job file.
     *
     * @param env environment variables
     * @throws IllegalArgumentException when {@code SPRING_DATASOURCE_URL} is none for a ledger
     */
    public static Optional<Database> of(Map<String, String> env) {
        return DatabaseReader.read(env);
    }

    /**
     * The same database, logged in to as the environment says.
     *
     * @param env environment variables
     */
    public Database with(Map<String, String> env) {
        return DatabaseReader.login(this, env);
    }

    /** The password stays untold. */
    @Override
    public String toString() {
        return "Database[url=" + url + ", username=" + username + "]";
    }
}
