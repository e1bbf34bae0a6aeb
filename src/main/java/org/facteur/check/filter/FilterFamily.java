package org.facteur.check.filter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family;
import org.facteur.check.Finding;
import org.facteur.check.SampleLetter;
import org.facteur.check.Severity;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;

/** Asks the filters that the job file names about some letters, and the virus scanner about each attachment. */
public final class FilterFamily implements Family {

    /** For all of them together. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Of a rule, from which on it is worth a warning: three of them are more than half of what makes a letter spam. */
    private static final double HEAVY = 1.0;

    /** What counts at all. */
    private static final double LIGHT = 0.1;

    /** Where a relay sends from when nobody has said: somebody's, so that no rule takes offence at an address that cannot be. */
    private static final String ANY_ADDRESS = "9.9.9.9";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private final List<Path> attachments;
    private final Timing timing;

    /** @param attachments of the letters, each once */
    public FilterFamily(List<Path> attachments, Timing timing) {
        this.attachments = List.copyOf(attachments);
        this.timing = timing;
    }

    @Override
    public List<String> ids() {
        return List.of("spam", "virus");
    }

    /** Whether the job file names one. */
    public static boolean isWanted(Campaign campaign) {
        return campaign.check().spamd() != null
                || campaign.check().rspamd() != null
                || campaign.check().clamd() != null;
    }

    @Override
    public Answer ask(Campaign campaign, Letters letters) {
        Instant until = timing.instant().plus(LONGEST);
        List<Finding> findings = new ArrayList<>();
        Map<String, Object> sections = new LinkedHashMap<>();
        @Nullable SocketAddress clamd = campaign.check().clamd();
        if (clamd != null) {
            viruses(new ClamAv(clamd), letters.samples(), until, findings);
        }
        @Nullable SocketAddress spamd = campaign.check().spamd();
        if (spamd != null) {
            double threshold = campaign.check().spamScore();
            SpamAssassin filter = new SpamAssassin(spamd, threshold);
            score(
                    "spamassassin",
                    threshold,
                    letters.samples(),
                    letter -> filter.score(received(campaign, letter), left(until)),
                    findings,
                    sections);
        }
        @Nullable URI rspamd = campaign.check().rspamd();
        if (rspamd != null) {
            Rspamd filter = new Rspamd(rspamd, envelope(campaign));
            score(
                    "rspamd",
                    campaign.check().spamScore(),
                    letters.samples(),
                    letter -> filter.score(letter.bytes(), letter.to().toString(), left(until)),
                    findings,
                    sections);
        }
        return new Answer(findings, sections);
    }

    private Duration left(Instant until) throws IOException {
        Duration left = Duration.between(timing.instant(), until);
        if (left.toMillis() < 50) {
            throw new IOException("no time left");
        }
        return left;
    }

    private interface Filter {
        Scored score(SampleLetter letter) throws IOException;
    }

    private static void score(
            String engine,
            double threshold,
            List<SampleLetter> samples,
            Filter filter,
            List<Finding> findings,
            Map<String, Object> sections) {
        @Nullable Scored worst = null;
        @Nullable SampleLetter its = null;
        boolean spam = false;
        for (SampleLetter letter : samples) {
            try {
                Scored scored = filter.score(letter);
                spam |= scored.spam();
                if (worst == null || scored.score() > worst.score()) {
                    worst = scored;
                    its = letter;
                }
            } catch (IOException e) {
                findings.add(Finding.unknown(
                        "spam.unknown",
                        engine,
                        FilterReason.SPAM_UNKNOWN.of(engine),
                        FilterReason.FILTER_AGAIN.of(),
                        String.valueOf(e.getMessage())));
                break;
            }
        }
        if (worst == null || its == null) {
            return;
        }
        // Where both are asked, SpamAssassin's is shown: its points are what the threshold is meant in.
        sections.putIfAbsent("spam", Map.of("engine", engine, "score", worst.score(), "threshold", threshold));
        List<Scored.Rule> rules = worst.rules().stream()
                .filter(rule -> rule.points() >= LIGHT && !RuleAdvice.isNoise(rule.name()))
                .sorted(Comparator.comparingDouble(Scored.Rule::points).reversed())
                .toList();
        if (spam) {
            findings.add(Finding.error(
                    "spam.score",
                    its.to().toString(),
                    FilterReason.SPAM_SCORE.of(engine, worst.score()),
                    FilterReason.SPAM_SCORE_ADVICE.of(),
                    String.join(", ", rules.stream().map(Scored.Rule::name).toList())));
        }
        String to = its.to().toString();
        rules.forEach(rule -> findings.add(finding(engine, to, rule)));
    }

    private static Finding finding(String engine, String to, Scored.Rule rule) {
        Optional<FilterReason> advice = RuleAdvice.of(rule.name());
        return new Finding(
                "spam." + rule.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                rule.points() >= HEAVY && advice.isPresent() ? Severity.WARN : Severity.INFO,
                to,
                FilterReason.SPAM_RULE.of(engine, rule.points(), rule.description()),
                advice.orElse(FilterReason.ADVICE_OTHER).of(),
                rule.name(),
                null);
    }

    private void viruses(ClamAv clamd, List<SampleLetter> samples, Instant until, List<Finding> findings) {
        for (Path file : attachments) {
            try (InputStream in = Files.newInputStream(file)) {
                add(file.getFileName().toString(), clamd.virusIn(in, left(until)), findings);
            } catch (IOException e) {
                findings.add(unknown(file.getFileName().toString(), e));
                return;
            }
        }
        for (SampleLetter letter : samples) {
            try {
                add(
                        letter.to().toString(),
                        clamd.virusIn(new ByteArrayInputStream(letter.bytes()), left(until)),
                        findings);
            } catch (IOException e) {
                findings.add(unknown(letter.to().toString(), e));
                return;
            }
        }
    }

    private static void add(String subject, Optional<String> virus, List<Finding> findings) {
        virus.ifPresent(name -> findings.add(
                Finding.error("virus", subject, FilterReason.VIRUS.of(name), FilterReason.VIRUS_ADVICE.of(), name)));
    }

    private static Finding unknown(String subject, IOException e) {
        return Finding.unknown(
                "virus.unknown",
                subject,
                FilterReason.VIRUS_UNKNOWN.of(),
                FilterReason.FILTER_AGAIN.of(),
                String.valueOf(e.getMessage()));
    }

    private static String address(Campaign campaign) {
        return campaign.check().sendingIps().stream()
                .findFirst()
                .map(ip -> ip.getHostAddress())
                .orElse(ANY_ADDRESS);
    }

    private static String host(Campaign campaign) {
        String host = campaign.relays().get(0).relay().host();
        return host.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}")
                ? host
                : "smtp." + campaign.from().address().domain().name();
    }

    /** The letter as a receiver's filter sees it. */
    private byte[] received(Campaign campaign, SampleLetter letter) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(letter.bytes().length + 300);
        String host = host(campaign);
        out.write(("Received: from " + host + " (" + host + " [" + address(campaign) + "])\r\n\tby mx."
                        + letter.to().domain().name() + " (Postfix) with ESMTPS id 4Facteur\r\n\tfor <" + letter.to()
                        + ">; "
                        + DATE.format(timing.instant().atOffset(ZoneOffset.UTC)) + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.write(letter.bytes());
        return out.toByteArray();
    }

    private static Map<String, String> envelope(Campaign campaign) {
        String host = host(campaign);
        return Map.of(
                "Ip",
                address(campaign),
                "Helo",
                host,
                "Hostname",
                host,
                "From",
                campaign.from().address().toString());
    }
}
