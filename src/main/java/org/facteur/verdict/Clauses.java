package org.facteur.verdict;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said of what: of «SPF record does not exist for the recipient» that a record is unknown, and nothing of the recipient. Of each clause
 * the thing that its predicate is about is the one before it that no preposition depends on; of «no such user», the one behind. Written as
 * {@code person>unknown}, in the ideas of {@link ReplyWords}.
 */
final class Clauses {

    private static final Pattern TOKEN = Pattern.compile("\\p{L}++(?:'t)?+|[.,;:!?()\\[\\]]");

    private static final Set<String> PREPOSITIONS =
            set("for of to by in at on with without via using through against within under about into behind "
                    + "after before during upon as than from needed required");

    /** A new sentence, as a point would be. */
    private static final Set<String> JOINTS =
            set("because since due but if unless although whereas therefore so until when while once");

    private static final Set<String> PREDICATES = set("unknown off full over broken refuse not");

    /** Of the predicates, those that find something wrong with a thing. */
    private static final Set<String> FINDINGS = set("unknown off full over");

    /** Those that only say that it does not work. */
    private static final Set<String> FAILINGS = set("broken not");

    /** Said before the thing: «unknown user». */
    private static final Set<String> BEFORE = set(
            "no such unknown invalid bad wrong illegal nonexistent existing inexistent disabled inactive suspended closed "
                    + "deleted incorrect bogus improper full expired unrecognized unresolvable undeliverable unroutable unrouteable");

    /** What is done to a thing, where the idea is a thing. */
    private static final Set<String> DONE =
            set("block blocked blocking listed banned blacklisted blocklisted quarantined flagged detected");

    /** What is left out before them is the address that the reply quotes. */
    private static final Set<String> VERBS = set("is was has does did isn't wasn't doesn't cannot");

    /** Of which a thing may have some, and stays what the sentence is about. */
    private static final Set<String> ASIDE = set("form command message");

    /** A person's, where nobody else is named. */
    private static final Set<String> ADDRESS = set("address addresses");

    /** Not in {@link ReplyWords#IDEAS}, and yet no thing that anything is said of. */
    private static final Set<String> NEUTRAL = set(
            "sorry delivery deliver delivered access address addresses there this that your have been will action taken tried "
                    + "trying attempted one several matches requested explanation visit active local the are not and you our its they "
                    + "any all now currently temporarily permanently already also just please here longer");

    /** These mean the recipient, even behind «your». */
    private static final Set<String> RECIPIENT = set("recipient recipients rcpt addressee receiver");

    private static final Set<String> OURS = set("yours out sender");

    private final Set<String> said = new TreeSet<>();
    /** Predicates whose thing comes behind them. */
    private final Set<String> waiting = new TreeSet<>();

    /** What the clause is about, as an idea of {@link ReplyWords}; "other" where none of them fits, empty where nothing was named yet. */
    private String subject = "";

    private String last = "";
    private boolean begun;
    /** Since the last thing, a word was read that may be a thing of no idea. */
    private boolean unheard;
    /** A preposition was read: what it governs is not what the clause is about. */
    private boolean depends;

    private boolean ours;
    /** Something was said of the subject: the next thing that is named becomes the subject. */
    private boolean predicated;

    private Clauses() {}

    static Set<String> of(String english) {
        Clauses clauses = new Clauses();
        Matcher tokens = TOKEN.matcher(english);
        while (tokens.find()) {
            clauses.read(tokens.group());
        }
        clauses.end();
        return clauses.said;
    }

    private void read(String token) {
        if (!Character.isLetter(token.charAt(0)) || JOINTS.contains(token)) {
            end();
            return;
        }
        if (!begun) {
            begun = true;
            subject = VERBS.contains(token) ? "person" : "";
        }
        if (token.equals("or") || token.equals("and")) {
            depends = depends || !predicated;
            return;
        }
        // «Returned» has nothing to do with a return path, which is the sender's.
        String idea = token.startsWith("return") && !token.equals("return") ? "" : ReplyWords.idea(token);
        if (PREPOSITIONS.contains(token)) {
            settle();
            if (unheard && !predicated && (subject.isEmpty() || ASIDE.contains(subject))) {
                subject = "other";
            }
            depends = true;
            unheard = false;
            return;
        }
        unheard |= idea.isEmpty() && token.length() > 2 && !VERBS.contains(token) && !NEUTRAL.contains(token);
        if (unheard && last.equals("no")) {
            waiting.clear();
        }
        if (ADDRESS.contains(token) || (last.equals("local") && token.equals("part"))) {
            boolean mailAddress = subject.equals("message") && last.endsWith("mail");
            name(subject.isEmpty() || depends || predicated || mailAddress ? "person" : subject, token);
        } else if (DONE.contains(token)) {
            say("refuse", token);
        } else if (PREDICATES.contains(idea)) {
            say(idea, token);
        } else if (ReplyWords.isThing(idea)) {
            name(idea, token);
        } else if (ours && subject.isEmpty() && !depends) {
            subject = "sender";
        }
        ours = OURS.contains(idea) && !token.equals("you");
        last = token;
    }

    private void name(String thing, String token) {
        if (!subject.isEmpty() && (depends || ASIDE.contains(thing))) {
            return;
        }
        boolean another = (thing.equals("person") || thing.equals("domain"))
                && !RECIPIENT.contains(token)
                && (ours || (subject.equals("sender") && !predicated));
        subject = another ? "sender" : thing;
        predicated = false;
        unheard = false;
    }

    private void say(String predicate, String token) {
        settle();
        if (subject.isEmpty() && unheard && !depends) {
            subject = "other";
        }
        if (!subject.isEmpty()) {
            said.add(subject + '>' + predicate);
            predicated = true;
        }
        if (subject.isEmpty() || BEFORE.contains(token)) {
            waiting.add(token.equals("no") ? "unknown" : predicate);
        }
        depends = false;
    }

    /** What was said before a thing is said of it. */
    private void settle() {
        if (!subject.isEmpty() && !predicated) {
            waiting.forEach(predicate -> said.add(subject + '>' + predicate));
            waiting.clear();
        }
    }

    private void end() {
        settle();
        waiting.clear();
        subject = "";
        depends = false;
        ours = false;
        unheard = false;
        predicated = false;
    }

    /** Whether something is found wrong with others than these, and nothing with these: that they cannot be served now is no finding. */
    static boolean blameOthers(Set<String> said, String... these) {
        List<String> accused = List.of(these);
        boolean others = false;
        for (String one : said) {
            String thing = one.substring(0, Math.max(0, one.indexOf('>')));
            String predicate = one.substring(one.indexOf('>') + 1);
            if (accused.contains(thing)) {
                if (FINDINGS.contains(predicate)) {
                    return false;
                }
            } else if (!thing.isEmpty() && !thing.equals("message")) {
                others |= FINDINGS.contains(predicate) || FAILINGS.contains(predicate);
            }
        }
        return others;
    }

    private static Set<String> set(String words) {
        return Set.of(words.split(" ", -1));
    }
}
