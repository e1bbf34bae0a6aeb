package org.facteur.check.list;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.facteur.address.Domain;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Providers;
import org.facteur.campaign.RelayRoute;
import org.facteur.check.Family.Letters;
import org.facteur.check.Finding;
import org.facteur.check.SampleLetter;
import org.facteur.message.MessageSpec.Unsubscribe;
import org.facteur.pace.Limit;

/**
 * What receivers ask of who writes to so many of their people, and whether these can ask to be left alone. Thresholds as published in 2024 and
 * 2025: support.google.com/mail/answer/81126, senders.yahooinc.com/best-practices, dmarcian.com/microsoft-enforces-spf-dkim-dmarc,
 * postmaster.laposte.net, postmaster.orange.fr.
 */
public final class ReceiversLook {

    /** Letters to one receiver in a day from which on Gmail and Outlook.com count a sender as bulk. */
    private static final long BULK = 5_000;

    /** Letters a day above which Orange asks for more. */
    private static final long ORANGE_BULK = 1_000;

    /** A mailing to so many people that do not know each other is no round of greetings. */
    private static final long MANY = 1_000;

    /** How people are told that they may be left alone, in languages that mailings here are written in. */
    private static final Pattern WAY_OUT = Pattern.compile(
            "(?iu)unsubscrib|opt[- ]?out|d[ée]sabonn|d[ée]sinscri|ne (?:plus|pas) recevoir|ne souhaite[zs]? plus"
                    + "|laisser(?:ai)? tranquille|\\bstop@|no longer (?:wish|want)|abmeld|abbestell|austragen|darse de baja"
                    + "|cancellar|disiscri|afmelden|uitschrijven|wypisa");

    private ReceiversLook() {}

    /** @param real whether a domain is somebody's; those reserved for examples reach nobody */
    public static List<Finding> of(Campaign campaign, Letters letters, Predicate<String> real) {
        Map<String, Long> perProvider = new LinkedHashMap<>();
        long people = 0;
        for (Map.Entry<String, Long> domain : letters.perDomain().entrySet()) {
            people += real.test(domain.getKey()) ? domain.getValue() : 0;
            Providers.byDomain(new Domain(domain.getKey()))
                    .ifPresent(provider -> perProvider.merge(provider, domain.getValue(), Long::sum));
        }
        List<Finding> findings = new ArrayList<>();
        unsubscribing(campaign, letters, people, perProvider, findings);
        receiver(findings, perProvider, "google", "receiver.gmail", "gmail.com", ListReason.RECEIVER_GMAIL);
        if (aDay(campaign, perProvider, "google") >= BULK) {
            findings.add(Finding.info(
                    "receiver.gmail-bulk", "gmail.com", ListReason.RECEIVER_GMAIL_BULK.of(BULK), null, ""));
        }
        receiver(findings, perProvider, "yahoo-aol", "receiver.yahoo", "yahoo.com", ListReason.RECEIVER_YAHOO);
        receiver(findings, perProvider, "microsoft", "receiver.outlook", "outlook.com", ListReason.RECEIVER_OUTLOOK);
        receiver(findings, perProvider, "laposte", "receiver.laposte", "laposte.net", ListReason.RECEIVER_LAPOSTE);
        receiver(findings, perProvider, "orange", "receiver.orange", "orange.fr", ListReason.RECEIVER_ORANGE);
        if (aDay(campaign, perProvider, "orange") > ORANGE_BULK) {
            findings.add(Finding.info(
                    "receiver.orange-bulk", "orange.fr", ListReason.RECEIVER_ORANGE_BULK.of(ORANGE_BULK), null, ""));
        }
        return findings;
    }

    private static void receiver(
            List<Finding> findings,
            Map<String, Long> perProvider,
            String provider,
            String id,
            String subject,
            ListReason rules) {
        long count = perProvider.getOrDefault(provider, 0L);
        if (count > 0) {
            findings.add(Finding.info(id, subject, rules.of(count), null, ""));
        }
    }

    private static void unsubscribing(
            Campaign campaign, Letters letters, long people, Map<String, Long> perProvider, List<Finding> findings) {
        Unsubscribe header = campaign.message().unsubscribe();
        boolean wayOut = header != null
                || (!letters.samples().isEmpty() && letters.samples().stream().allMatch(ReceiversLook::saysAWayOut));
        if (!wayOut && letters.letters() >= MANY) {
            findings.add(
                    people >= MANY
                            ? Finding.error(
                                    "unsubscribe.missing",
                                    "campaign.message.unsubscribe",
                                    ListReason.UNSUBSCRIBE_MISSING.of(letters.letters()),
                                    ListReason.UNSUBSCRIBE_ADVICE.of(),
                                    "")
                            : Finding.warn(
                                    "unsubscribe.missing",
                                    "campaign.message.unsubscribe",
                                    ListReason.UNSUBSCRIBE_MISSING.of(letters.letters()),
                                    ListReason.UNSUBSCRIBE_ADVICE.of(),
                                    ""));
        }
        boolean oneClick =
                header != null && header.url() != null && header.url().startsWith("https");
        for (String provider : List.of("google", "yahoo-aol")) {
            long aDay = aDay(campaign, perProvider, provider);
            if (!oneClick && aDay > BULK) {
                findings.add(Finding.warn(
                        "unsubscribe.one-click",
                        provider.equals("google") ? "gmail.com" : "yahoo.com",
                        ListReason.UNSUBSCRIBE_ONE_CLICK.of(aDay),
                        ListReason.UNSUBSCRIBE_ONE_CLICK_ADVICE.of(),
                        ""));
            }
        }
    }

    private static boolean saysAWayOut(SampleLetter letter) {
        return WAY_OUT.matcher(letter.read().text() + "\n" + letter.read().html())
                .find();
    }

    private static long aDay(Campaign campaign, Map<String, Long> perProvider, String provider) {
        return Math.min(perProvider.getOrDefault(provider, 0L), mostADay(campaign));
    }

    /** Letters that the limits of the campaign, and of all its relays together, let leave in a day. */
    private static long mostADay(Campaign campaign) {
        long relays = 0;
        for (RelayRoute route : campaign.relays()) {
            long most = mostADay(route.relay().limits());
            relays = most > Long.MAX_VALUE - relays ? Long.MAX_VALUE : relays + most;
        }
        return Math.min(relays, mostADay(campaign.pace().limits()));
    }

    private static long mostADay(List<Limit> limits) {
        long most = Long.MAX_VALUE;
        for (Limit limit : limits) {
            long windows = Math.max(
                    1,
                    Duration.ofDays(1).toSeconds() / Math.max(1, limit.window().toSeconds()));
            most = Math.min(most, limit.count() * windows);
        }
        return most;
    }
}
