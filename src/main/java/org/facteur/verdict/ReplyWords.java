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

    private static final List<String> ENDINGS = List.of("ing", "ed", "es", "s");

    private static final int SHORTEST_STEM = 4;

    /** Words that stand for one another, by their stems. */
    private static final Map<String, String> IDEAS = ideas(
            "person mailbox inbox maildrop account user recipient rcpt rcptto badrcptto validrcptto addressee "
                    + "adressee customer subscriber alias member userid person employee colleague receiver localpart "
                    + "nickname mbox mailname folder postmaster staff student owner contact friend uid uzytkownik "
                    + "player pupil resident holder",
            "sender sender mailfrom mfrom from return originator envelope author originate",
            "host ip host hostname client server mta gateway machine peer isp subnet netblock asn smtpd ipv "
                    + "smarthost",
            "connection connection connect session concurrent simultaneous parallel conn socket thread reconnect "
                    + "simultaneously",
            "name helo ehlo ptr rdns reverse pointer fcrdns helohost fqdn qualified dynamic residential dialup",
            "look dns lookup look resolv resolve resolver resolution record query nameserver servfail unresolv "
                    + "unresolvable",
            "message message email mail letter content body header subject attachment mime data newsletter "
                    + "mailing post",
            "file file url link filename filetype extension zip exe executable macro script document html "
                    + "image charset word language encod base boundary multipart",
            "virus virus malware infect infected trojan worm eicar malicious exploit ransomware viral dangerous "
                    + "harmful antivirus",
            "spam spam junk unsolicited bulk abuse abusive suspiciou suspicion suspect phish phishing reputation "
                    + "complaint antispam unwant unwanted spammer scam fraud score spamtrap trap honeypot uce ube bayes "
                    + "fingerprint harvest harvester dictionary attack hack compromis botnet zombie snowshoe advertis "
                    + "commercial flag trust untrust untrustworthy",
            "list whitelist allowlist blacklist blocklist denylist rbl dnsbl spamhau bann ban blackhole blackholed blacklisted "
                    + "blocklisted list listed blacklisting prison jail sbl xbl pbl zen barracuda sorb spamcop cloudmark "
                    + "uribl surbl black",
            "login authenticate authentication auth login password credential sasl username mechanism logon log "
                    + "unauthenticat authentificat token oauth smtpauth",
            "signature signature spf dkim dmarc arc spoof forg forgery align batv backscatter impersonat sign domainkey "
                    + "unsign",
            "verify verify verif verification callback callout validate valid confirm unverifi check",
            "secure tls ssl starttls encrypt encryption certificate handshake cipher plaintext tlsa dane unencrypt",
            "policy policy policie rule administrative prohibit prohibition security restrict restriction "
                    + "preference administrator admin acl firewall geo country authoriz authoris permission privilege "
                    + "unauthoriz unauthoris compliance violat violation setting regulation configur",
            "filter filter scan scanner milter clamd amavi rspamd spamd spamassassin quarantin block detect",
            "refuse reject refus refuse deni deny declin disallow forbidden allow accept permitt permit drop "
                    + "discard unwelcome welcome unaccept want",
            "unknown unknown invalid nonexistent exist found nobody unrouteable unroutable undeliverable wrong "
                    + "known nosuch inexistent illegal unrecogniz recogniz bad such improper incorrect bogus mistyp "
                    + "misspell match result undefin unresolvabl unclaim entry present register heard nowhere defunct",
            "off disabl inactive suspend clos expir deactivat lock frozen terminat delet remov inactivity dormant "
                    + "retir disable gone left moved abandon discontinu cancel ceas cancell dead deceas purg withdrawn "
                    + "resign unregister unsubscribe decommission",
            "full full overquota storage space overdrawn capacity disk overflow insufficient room stuff "
                    + "satur cramm overfull",
            "limit limit quota threshold maximum max cap credit allowance allocation rate frequency throttl "
                    + "volume ratelimit number count maximal budget",
            "over exceed exceeds many much fast quickly often frequently reach over exhaust slow excessive more "
                    + "hit slower flood burst heavy",
            "time hour hourly minute second per daily today week month day night midnight hr min sec",
            "out send sent sending outgo outgoing outbound submitt submission submit relay relaying",
            "later later again retry temporary temporarily try wait deferr delay moment currently defer soon "
                    + "shortly temporar tempfail greylist graylist grey gray",
            "broken error fail failure unavailable problem busy internal timeout unable maintenance resource "
                    + "memory shutt down crash overload unreachable went trouble unexpect exception buffer offline stopp "
                    + "malfunction interrupt unhandl inaccessible corrupt degrad",
            "part database ldap sql mysql postgresql redis backend daemon queue spool system service process engine plugin cluster "
                    + "node configuration licen",
            "domain domain mx nxdomain tld zone",
            "yours you your my",
            "large large big long size larger oversize byte databyte mb kb megabyte length huge",
            "form date malform syntax miss duplicate multiple rfc compliant conform format empty parse corrupt "
                    + "structure character defect column line field mandatory",
            "not not no cannot can't don't doesn't isn't wasn't won't couldn't never without nor none neither "
                    + "aren't didn't hasn't haven't",
            "want personal blocked",
            "group group mailinglist distribution moderat external",
            "command command sequence parameter argument param protocol esmtp",
            "loop loop hop circular forward");

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
            "*broken",
            "*look",
            "*file",
            "*virus",
            "*verify",
            "*filter",
            "*part",
            "*group",
            "*want",
            "*command",
            "*later");

    /** What a text that accuses a person has no reason to name. */
    private static final Set<String> FOREIGN = Set.of(
            "*sender",
            "*login",
            "*signature",
            "*secure",
            "*policy",
            "*file",
            "*virus",
            "*spam",
            "*command",
            "*large",
            "*limit",
            "*connection",
            "*name");

    /** What a sentence may speak of: the first of these that it names is its subject. */
    private static final Set<String> THINGS = Set.of(
            ("person sender host connection name look message file virus spam list login signature secure policy filter "
                            + "part domain form command group")
                    .split(" ", -1));

    /** Whose quota it may be where no person is named. */
    private static final Set<String> NO_MAILBOX = Set.of("*sender", "*out", "*yours", "*message", "*time");

    /** Whose quota it is where no person is named. */
    private static final Set<String> NEVER_A_MAILBOX = Set.of("*host", "*part", "*filter", "*virus", "*look");

    /** What may be unknown or wrong in a person's mailbox, and is no fault of the person: a letter, how many there are, and when. */
    private static final Set<String> OF_A_LETTER = Set.of("*message", "*limit", "*over", "*time", "*loop");

    private ReplyWords() {}

    static Set<String> of(ReadReply reply) {
        Set<String> all = new TreeSet<>();
        String last = "";
        String lastIdea = "";
        String subject = "";
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
                if (subject.isEmpty() && THINGS.contains(idea)) {
                    subject = idea;
                    all.add('^' + idea);
                }
            }
        }
        all.addAll(Clauses.of(reply.english().text()));
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
        return (full || gone) && ofAPersonOnly(words);
    }

    /** Whether they speak of a person alone, and deny or lack something: less than an accusation, where the likelihood must say the rest. */
    static boolean missAPerson(Set<String> words) {
        return ofAPersonOnly(words)
                && Stream.of("*not", "*unknown", "*off", "*full").anyMatch(words::contains);
    }

    private static boolean ofAPersonOnly(Set<String> words) {
        return ofAPerson(words) && ofNothingElse(words);
    }

    /** Whether nothing is named that may be at fault instead of a person. */
    static boolean ofNothingElse(Set<String> words) {
        return NOT_OF_A_PERSON.stream().noneMatch(words::contains);
    }

    static boolean ofAPerson(Set<String> words) {
        return words.contains("*person");
    }

    /** Whether something is named that one does not speak of where a person is unknown. */
    static boolean ofSomethingElse(Set<String> words) {
        return FOREIGN.stream().anyMatch(words::contains);
    }

    /** Whether what is full or used up may be something else than a mailbox. */
    static boolean ofAnotherQuota(Set<String> words) {
        return !ofAPerson(words) && NO_MAILBOX.stream().anyMatch(words::contains);
    }

    /** Whether what is full or used up is a part of the server, or our host's. */
    static boolean ofAServersQuota(Set<String> words) {
        return !ofAPerson(words) && NEVER_A_MAILBOX.stream().anyMatch(words::contains);
    }

    /** Whether something of the server is broken, such as the database of its users. */
    static boolean ofABrokenServer(Set<String> words) {
        return words.contains("*broken") || words.contains("*part");
    }

    /** The idea that a word stands for; empty: none. */
    static String idea(String word) {
        return IDEAS.getOrDefault(stem(word), "");
    }

    /** Whether a sentence may be about it. */
    static boolean isThing(String idea) {
        return THINGS.contains(idea);
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
