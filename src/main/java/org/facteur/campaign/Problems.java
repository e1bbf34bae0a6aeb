package org.facteur.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.facteur.reason.Reason;

/** Gathers everything that is wrong with a file, so that it can be said at once. */
final class Problems {

    private record Problem(int line, Reason what, boolean fileMissing) {}

    // A secret shorter than this would blot out half the message wherever its letters occur.
    private static final int SHORTEST_SECRET = 4;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Set<String> secrets = new HashSet<>();

    /** @param file as the user gave it */
    Problems(String file) {
        this.file = file;
    }

    /** @param what follows the path: {@code "500 per day" is not a limit; write for example 500/day} */
    void add(int line, String path, Reason what) {
        problems.add(new Problem(line, about(path, what), false));
    }

    void add(Piece piece, Reason what) {
        add(piece.line(), piece.path(), what);
    }

    void addMissingFile(int line, String path, Reason what) {
        problems.add(new Problem(line, about(path, what), true));
    }

    /** Something the user should know, that holds nothing up. */
    void warn(int line, String path, Reason what) {
        warnings.add(new Problem(line, about(path, what), false));
    }

    private static Reason about(String path, Reason what) {
        return path.isEmpty() ? what : Reason.about(path, what);
    }

    String place(int line) {
        return file + ":" + line;
    }

    /** From now on it is blotted out, wherever a value that holds it is quoted. */
    void keepSecret(String secret) {
        if (secret.length() >= SHORTEST_SECRET) {
            secrets.add(secret);
        }
    }

    List<Reason> warnings() {
        return reasons(warnings);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    JobFileException toException() {
        return new JobFileException(reasons(problems), problems.stream().allMatch(Problem::fileMissing));
    }

    private List<Reason> reasons(List<Problem> found) {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> Reason.at(place(problem.line()), problem.what().withValues(this::withoutSecrets)))
                .distinct()
                .toList();
    }

    private String withoutSecrets(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }
}
