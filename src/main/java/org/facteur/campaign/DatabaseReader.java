package org.facteur.campaign;

import java.util.Map;
import org.facteur.home.Database;
import org.facteur.reason.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code spring.datasource}. As with Spring Boot, {@code SPRING_DATASOURCE_URL}, {@code _USERNAME} and {@code _PASSWORD} of the
 * environment go before what the file says.
 */
final class DatabaseReader {

    private DatabaseReader() {}

    /** Null where the ledger stays in {@code var/ledger}, and where something is wrong; that is among the problems. */
    static @Nullable Database read(Section root, Map<String, String> env) {
        Section spring = root.section("spring");
        Section datasource = spring.section("datasource");
        spring.keys().stream()
                .filter(key -> !key.equals("datasource"))
                .forEach(key -> spring.warn(key, JobFileReason.JOB_SPRING.of()));
        String url = datasource.read("url", Database::url);
        String username = datasource.read("username", Forms::oneLine);
        boolean hasPassword = Secrets.has(datasource, "password");
        boolean given = Database.hasPassword(env);
        String password = Secrets.read(datasource, "password", !given && isLookedFor(datasource));
        String moved = moved(env, root);
        if (moved != null) {
            url = moved;
        } else if (!datasource.has("url") && (datasource.has("username") || hasPassword)) {
            datasource.problem("url", JobFileReason.KEY_MISSING_EXAMPLE.of("url: jdbc:postgresql://localhost/facteur"));
        }
        datasource.refuseOthers();
        return url == null ? null : new Database(url, username, password).with(env);
    }

    /** A run needs it; to see what became of a campaign, {@code stop} for one, does without where it is not there. */
    private static boolean isLookedFor(Section datasource) {
        return datasource.reading().purpose().needsSecrets() || Secrets.isThere(datasource, "password");
    }

    private static @Nullable String moved(Map<String, String> env, Section root) {
        try {
            return Database.url(env);
        } catch (InvalidValueException e) {
            root.problem("spring", JobFileReason.DATABASE_ENVIRONMENT.of(e.reason()));
            return null;
        }
    }
}
