package org.facteur.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is weighed of a reply: its words without their endings, each pair of neighbours, the ideas that they stand for ({@link #IDEAS}), and its
 * codes.
 */
final class ReplyWords {

    private static final Pattern WORD = Pattern.compile("\\p{L}++(?:'t)?+");

    private static final Set<String> SAY_NOTHING = Set.of(
            "the a an of is are was were be been has have had this that it its on at and or with in our we please see"
                    .split(" ", -1));

    private static final List<String> ENDINGS = List.of("ing", "ed", "es", "s", "d");

    private static final int SHORTEST_STEM = 4;

    /** Words that stand for one another, by their stems. */
    private static final Map<String, String> IDEAS = ideas(
            "person mailbox inbox maildrop account user recipient rcpt addressee customer subscriber alias member userid person",
            "sender sender mailfrom from return originator envelope",
            "host ip host hostname client network server mta gateway machine",
            "connection connection connect session concurrent simultaneous parallel",
            "name helo ehlo ptr rdns reverse",
            "message message email mail letter content body header subject attachment mime data file url link",
            "spam spam junk unsolicit bulk abuse abusive suspiciou phish phishing reputation complaint antispam unwant spammer",
            "list blacklist blocklist denylist rbl dnsbl spamhau bann blackhole blacklisted blocklisted",
            "login authenticate authentication auth login password credential sasl username mechanism",
            "signature spf dkim dmarc arc spoof forg forgery align batv backscatter impersonat",
            "secure tls ssl starttls encrypt encryption certificate",
            "policy policy policie rule administrative prohibit prohibition security restrict restriction preference",
            "refuse reject refus refuse deni deny declin disallow forbidden block allow accept permitt permit",
            "unknown unknown invalid nonexistent exist found nobody unrouteable unroutable undeliverable wrong known valid",
            "off disabl inactive suspend clos expir deactivat lock frozen terminat delet remov inactivity dormant archiv retir disable",
            "full full overquota storage space overdrawn capacity disk",
            "limit limit quota threshold maximum max cap credit allowance allocation rate frequency throttl volume ratelimit",
            "over exceed exceeds many much fast quickly often frequently reach over exhaust slow excessive",
            "time hour hourly minute second per daily today week month day",
            "out send sent sending outgo outgoing outbound submitt submission submit relay",
            "later later again retry temporary temporarily try wait deferr delay moment currently defer",
            "broken error fail failure unavailable problem busy internal timeout unable maintenance resource memory shutt down crash overload unreachable",
            "domain domain mx nxdomain",
            "yours you your my",
            "large large big long size larger oversize byte databyte",
            "form malform syntax miss duplicate multiple illegal rfc compliant conform format empty parse corrupt structure character defect",
            "loop loop hop");

    /** What may be at fault instead of a person. */
    private static final Set<String> NOT_OF_A_PERSON = Set.of(
            "*sender",
            "*host",
            "*connection",
            "*name",
            "*spam",
            "*list",
            "*login",
            "*signature",
            "*secure",
            "*policy",
            "*yours",
            "*out",
            "*form",
            "*large",
            "*broken");

    /** What may be unknown or wrong in a person's mailbox, and is no fault of the person: a letter, how many there are, and when. */
    private static final Set<String> OF_A_LETTER = Set.of("*message", "*limit", "*over", "*time", "*loop");

    private ReplyWords() {}

    static Set<String> of(ReadReply reply) {
        Set<String> all = new TreeSet<>();
        String last = "";
        String lastIdea = "";
        Matcher words = WORD.matcher(reply.english().text());
        while (words.find()) {
            String word = words.group();
            if (SAY_NOTHING.contains(word) || word.length() < 2) {
                continue;
            }
            String stem = stem(word);
            all.add(stem);
            if (!last.isEmpty()) {
                all.add(last + ' ' + stem);
            }
            last = stem;
            String idea = IDEAS.getOrDefault(stem, "");
            if (!idea.isEmpty()) {
                all.add('*' + idea);
                if (!lastIdea.isEmpty() && !lastIdea.equals(idea)) {
                    all.add('*' + lastIdea + ' ' + idea);
                }
                lastIdea = idea;
            }
        }
        all.add("=" + reply.code());
        all.add("=" + (reply.code().isEmpty() ? "" : reply.code().substring(0, 1)));
        if (!reply.enhanced().isEmpty()) {
            all.add("=" + reply.enhanced().substring(2));
            all.add("=." + reply.enhanced().charAt(2));
        }
        return all;
    }

    /** Whether they hold anything that one can judge by: an idea, not codes alone. */
    static boolean say(Set<String> words) {
        return words.stream().anyMatch(word -> word.charAt(0) == '*');
    }

    /** Whether they speak of a person who is unknown, gone or full, and of nothing else that may be at fault. */
    static boolean accuse(Set<String> words) {
        boolean full = words.contains("*full");
        boolean gone = (words.contains("*unknown") || words.contains("*off"))
                && OF_A_LETTER.stream().noneMatch(words::contains);
        return words.contains("*person") && (full || gone) && ofNothingElse(words);
    }

    /** Whether nothing is named that may be at fault instead of a person. */
    static boolean ofNothingElse(Set<String> words) {
        return NOT_OF_A_PERSON.stream().noneMatch(words::contains);
    }

    private static String stem(String word) {
        for (String ending : ENDINGS) {
            if (word.endsWith(ending) && word.length() - ending.length() >= SHORTEST_STEM) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }

    private static Map<String, String> ideas(String... groups) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        for (String group : groups) {
            List<String> words = List.of(group.split(" ", -1));
            words.stream()
                    .skip(1)
                    // A stem in the list stays as it is, and the plural may have another stem: minute, minut.
                    .flatMap(word -> Stream.of(word, stem(word), stem(word + "s")))
                    .forEach(stem -> all.add(Map.entry(stem, words.get(0))));
        }
        return all.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first));
    }
}
