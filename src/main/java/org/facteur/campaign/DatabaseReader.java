package org.facteur.campaign;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code spring.datasource}. As with Spring Boot, {@code SPRING_DATASOURCE_URL}, {@code _USERNAME} and {@code _PASSWORD} of the
 * environment go before what the file says.
 */
final class DatabaseReader {

    static final String VARIABLE = "SPRING_DATASOURCE_";

    private static final Pattern POSTGRESQL = Pattern.compile("jdbc:postgresql:\\S+");
    private static final Pattern PASSWORD_INSIDE =
            Pattern.compile("[?&](ssl)?password=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

    private DatabaseReader() {}

    /** @throws IllegalArgumentException when the URL is none for a ledger; the message begins with the variable's name */
    static Optional<Database> read(Map<String, String> env) {
        String url = url(env);
        return url == null ? Optional.empty() : Optional.of(login(new Database(url, null, null), env));
    }

    /** Null where the ledger stays in {@code var/ledger}, and where something is wrong; that is among the problems. */
    static @Nullable Database read(Section root, Map<String, String> env) {
        Section spring = root.section("spring");
        Section datasource = spring.section("datasource");
        spring.keys().stream()
                .filter(key -> !key.equals("datasource"))
                .forEach(key -> spring.warn(key, "is not read; of Spring Boot's settings only datasource is"));
        String url = datasource.read("url", DatabaseReader::url);
        String username = datasource.read("username", Forms::oneLine);
        boolean hasPassword = Secrets.has(datasource, "password");
        boolean given = variable(env, "PASSWORD") != null;
        String password = Secrets.read(datasource, "password", !given && isLookedFor(datasource));
        if (variable(env, "URL") != null) {
            url = moved(env, root);
        } else if (!datasource.has("url") && (datasource.has("username") || hasPassword)) {
            datasource.problem("url", "is missing; write for example url: jdbc:postgresql://localhost/facteur");
        }
        datasource.refuseOthers();
        return url == null ? null : login(new Database(url, username, password), env);
    }

    static Database login(Database database, Map<String, String> env) {
        return new Database(
                database.url(),
                either(variable(env, "USERNAME"), database.username()),
                either(variable(env, "PASSWORD"), database.password()));
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    /** Whoever sends needs it; to see what became of a campaign, {@code stop} for one, does without where it is not there. */
    private static boolean isLookedFor(Section datasource) {
        return datasource.reading().purpose().needsSecrets() || Secrets.isThere(datasource, "password");
    }

    private static @Nullable String moved(Map<String, String> env, Section root) {
        try {
            return url(env);
        } catch (IllegalArgumentException e) {
            root.problem("spring", "cannot be as the environment says: " + e.getMessage());
            return null;
        }
    }

    private static @Nullable String url(Map<String, String> env) {
        String url = variable(env, "URL");
        try {
            return url == null ? null : url(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(VARIABLE + "URL " + e.getMessage(), e);
        }
    }

    private static @Nullable String variable(Map<String, String> env, String name) {
        String value = env.getOrDefault(VARIABLE + name, "");
        return value.isBlank() ? null : value;
    }

    /** Never quotes it: it may hold a secret after all. */
    private static String url(String text) {
        String url = text.strip();
        if (!POSTGRESQL.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    "is not a PostgreSQL database; write for example jdbc:postgresql://localhost/facteur,"
                            + " or leave it out: the ledger is var/ledger then");
        }
        if (PASSWORD_INSIDE.matcher(url).find()) {
            throw new IllegalArgumentException("holds a password for others to read; write password: ${" + VARIABLE
                    + "PASSWORD} or password-file:");
        }
        return url;
    }
}
