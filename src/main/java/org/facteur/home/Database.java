package org.facteur.home;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
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

    /** {@code SPRING_DATASOURCE_URL}, {@code _USERNAME} and {@code _PASSWORD}: as Spring Boot calls them. */
    public static final String VARIABLE = "SPRING_DATASOURCE_";

    private static final Pattern POSTGRESQL = Pattern.compile("jdbc:postgresql:\\S+");
    private static final Pattern PASSWORD_INSIDE =
            Pattern.compile("[?&](ssl)?password=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

    /**
     * What the environment alone says, for commands that were given no job file.
     *
     * @param env environment variables
     * @throws InvalidValueException when {@code SPRING_DATASOURCE_URL} is not one for a ledger
     */
    public static Optional<Database> of(Map<String, String> env) {
        String url = url(env);
        return url == null ? Optional.empty() : Optional.of(new Database(url, null, null).with(env));
    }

    /**
     * The same database, logged in to as the environment says.
     *
     * @param env environment variables
     */
    public Database with(Map<String, String> env) {
        return new Database(
                url, either(variable(env, "USERNAME"), username), either(variable(env, "PASSWORD"), password));
    }

    /**
     * The URL that the environment names; null: none.
     *
     * @throws InvalidValueException when it is not one for a ledger; the reason begins with the variable's name
     */
    public static @Nullable String url(Map<String, String> env) {
        String url = variable(env, "URL");
        try {
            return url == null ? null : url(url);
        } catch (InvalidValueException e) {
            throw new InvalidValueException(Reason.about(VARIABLE + "URL", e.reason()), e);
        }
    }

    /** Whether the environment has a password, which goes before that of a job file. */
    public static boolean hasPassword(Map<String, String> env) {
        return variable(env, "PASSWORD") != null;
    }

    /**
     * A URL for a ledger. The message never quotes it: it may hold a secret after all.
     *
     * @throws InvalidValueException when it is not one
     */
    public static String url(String text) {
        String url = text.strip();
        if (!POSTGRESQL.matcher(url).matches()) {
            throw new InvalidValueException(HomeReason.DATABASE_KIND.of());
        }
        if (PASSWORD_INSIDE.matcher(url).find()) {
            throw new InvalidValueException(HomeReason.DATABASE_PASSWORD.of(VARIABLE + "PASSWORD"));
        }
        return url;
    }

    private static @Nullable String variable(Map<String, String> env, String name) {
        String value = env.getOrDefault(VARIABLE + name, "");
        return value.isBlank() ? null : value;
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    /** The password stays untold. */
    @Override
    public String toString() {
        return "Database[url=" + url + ", username=" + username + "]";
    }
}
