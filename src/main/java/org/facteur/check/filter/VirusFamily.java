package org.facteur.check.filter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family;
import org.facteur.check.Finding;
import org.facteur.check.SampleLetter;
import org.facteur.pace.Timing;

/** Asks ClamAV about each attachment, and about some whole letters. */
final class VirusFamily implements Family {

    private final ClamAv clamd;
    private final List<Path> attachments;
    private final Timing timing;

    VirusFamily(ClamAv clamd, List<Path> attachments, Timing timing) {
        this.clamd = clamd;
        this.attachments = List.copyOf(attachments);
        this.timing = timing;
    }

    @Override
    public List<String> ids() {
        return List.of("virus");
    }

    @Override
    public Answer ask(Campaign campaign, Letters letters) {
        Instant until = timing.instant().plus(Filters.LONGEST);
        List<Finding> findings = new ArrayList<>();
        Set<String> found = new HashSet<>();
        String subject = "";
        try {
            for (Path file : attachments) {
                subject = file.getFileName().toString();
                try (InputStream in = Files.newInputStream(file)) {
                    Optional<String> virus = clamd.virusIn(in, Filters.left(timing, until));
                    virus.ifPresent(found::add);
                    if (virus.isPresent()) {
                        findings.add(finding(subject, virus.get()));
                    }
                }
            }
            for (SampleLetter letter : letters.samples()) {
                subject = letter.to().toString();
                Optional<String> virus =
                        clamd.virusIn(new ByteArrayInputStream(letter.bytes()), Filters.left(timing, until));
                // A file that comes with letters has been named.
                if (virus.isPresent() && found.add(virus.get())) {
                    findings.add(finding(subject, virus.get()));
                }
            }
        } catch (IOException e) {
            findings.add(Finding.unknown(
                    "virus.unknown",
                    subject,
                    FilterReason.VIRUS_UNKNOWN.of(),
                    FilterReason.FILTER_AGAIN.of(),
                    Filters.why(e)));
        }
        return new Answer(findings, Map.of());
    }

    private static Finding finding(String subject, String virus) {
        return Finding.error("virus", subject, FilterReason.VIRUS.of(virus), FilterReason.VIRUS_ADVICE.of(), virus);
    }
}
