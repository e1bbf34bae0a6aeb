package org.facteur.check.mailing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.contact.Recipient;
import org.facteur.message.MergedLetter;
import org.jspecify.annotations.Nullable;

/** Up to five letters of a mailing, as different from each other as can be told by their size. Not for more than one thread. */
final class Varied {

    private record Candidate(Recipient recipient, long size) {}

    private @Nullable Candidate heaviest;
    private @Nullable Candidate longest;
    private @Nullable Candidate shortest;
    private @Nullable Candidate first;
    private @Nullable Candidate last;
    private final Map<Path, Long> sizes = new LinkedHashMap<>();

    /** @param length of its words */
    void add(Recipient recipient, MergedLetter letter, int length) {
        long files = 0;
        for (Path file : letter.files()) {
            files += size(file);
        }
        last = new Candidate(recipient, length);
        first = first == null ? last : first;
        if (longest == null || longest.size() < length) {
            longest = last;
        }
        if (shortest == null || shortest.size() > length) {
            shortest = last;
        }
        if (heaviest == null || heaviest.size() < files) {
            heaviest = new Candidate(recipient, files);
        }
    }

    private long size(Path file) {
        if (sizes.size() > 1_000) {
            sizes.clear();
        }
        return sizes.computeIfAbsent(file, path -> {
            try {
                return Files.size(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The heaviest with its files first, each once. */
    List<Recipient> recipients() {
        return Stream.of(heaviest, first, longest, shortest, last)
                .<Candidate>mapMulti((candidate, out) -> {
                    if (candidate != null) {
                        out.accept(candidate);
                    }
                })
                .map(Candidate::recipient)
                .distinct()
                .toList();
    }
}
