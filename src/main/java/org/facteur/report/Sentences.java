package org.facteur.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.facteur.reason.Phrases;
import org.facteur.reason.Reason;
import org.facteur.reason.Wording;

/**
 * Says in the reader's language what the program says in English: what is wrong with a job file, a template or a row, why a run stops or
 * waits. The ledger, the log and programs get the English sentence; who reads gets this one. A sentence is recognised by its form, as it
 * stands in the catalogue; what is in none, such as a server's reply, stays as it is. See ADR 0012.
 */
public final class Sentences {

    private static final String BUNDLE = "org.facteur.report.sentences";
    private static final List<String> ROOMS = List.of(
            "org.facteur.address.reasons",
            "org.facteur.contact.reasons",
            "org.facteur.campaign.reasons",
            "org.facteur.pace.reasons",
            "org.facteur.message.reasons",
            "org.facteur.verdict.reasons",
            "org.facteur.relay.reasons",
            "org.facteur.smtp.reasons",
            "org.facteur.ledger.reasons",
            "org.facteur.dispatch.reasons",
            "org.facteur.job.reasons",
            "org.facteur.report.reasons",
            "org.facteur.cli.reasons",
            "org.facteur.schedule.reasons",
            "org.facteur.home.reasons");
    private static final Pattern PLACE = Pattern.compile("\\{\\d{1,2}}");
    // Before what is wrong with a key stands the key.
    private static final Pattern AT_A_KEY = Pattern.compile("[^\\s\"]+ ");

    /**
     * @param sentence in English, with a group for each of its places, in their order
     * @param literal how many of its characters are no places
     */
    private record Form(String bundle, String key, String english, Pattern sentence, int literal) {

        static Form of(String bundle, String key, String english) {
            List<String> pieces = List.of(PLACE.split(english, -1));
            String pattern =
                    String.join("(.*?)", pieces.stream().map(Pattern::quote).toList());
            return new Form(
                    bundle,
                    key,
                    english,
                    Pattern.compile(pattern, Pattern.DOTALL),
                    pieces.stream().mapToInt(String::length).sum());
        }

        /** What stands in quotes is the user's: data, whatever it looks like. */
        List<Boolean> quoted() {
            return PLACE.matcher(english)
                    .results()
                    .map(place -> place.start() > 0 && "\"'".indexOf(english.charAt(place.start() - 1)) >= 0)
                    .toList();
        }
    }

    /** The same for every reader, and read when there is first something to say: most commands have no such sentence. */
    private static final class Forms {

        static final List<Form> ALL = read();

        private static List<Form> read() {
            return Stream.concat(Stream.of(BUNDLE), ROOMS.stream())
                    .flatMap(Forms::in)
                    // The one that says most of the sentence is meant.
                    .sorted(Comparator.comparingInt(Form::literal).reversed().thenComparing(Form::key))
                    .toList();
        }

        private static Stream<Form> in(String bundle) {
            Phrases english = new Phrases(bundle, Locale.ENGLISH);
            return english.keys().stream()
                    .filter(key -> key.contains(".") && !key.startsWith("word.") && !key.matches(".*\\.(or|and)"))
                    .map(key -> Form.of(bundle, key, english.of(key)))
                    // A form of places only would fit anything.
                    .filter(form -> form.literal() > 6 || form.quoted().isEmpty());
        }
    }

    /**
     * What may be a sentence.
     *
     * @param place before it: {@code jobs/voeux.yaml:14: campaign.pace }; may be empty
     */
    private record Behind(String place, String text) {

        static Behind at(int start, String all) {
            return new Behind(all.substring(0, start), all.substring(start));
        }
    }

    private final Phrases phrases;
    private final Map<String, Phrases> rooms = new HashMap<>();
    private final Wording wording;
    private final boolean isEnglish;

    /** @param locale of the reader */
    public Sentences(Locale locale) {
        this.phrases = new Phrases(BUNDLE, locale);
        ROOMS.forEach(room -> rooms.put(room, new Phrases(room, locale)));
        this.wording = new Wording(locale);
        this.isEnglish = phrases.locale().getLanguage().equals(Locale.ENGLISH.getLanguage());
    }

    /** @param english one sentence; may hold a cell of a contacts file, which is data */
    public String say(String english) {
        Reason kept = Reason.kept(english);
        if (!kept.isVerbatim()) {
            return wording.say(kept);
        }
        return isEnglish ? english : translated(english).orElse(english);
    }

    /** What is not ours yet is looked up by its English. */
    public String say(Reason reason) {
        return reason.isVerbatim() ? sayLines(reason.toString()) : wording.say(reason);
    }

    /** @param english sentences, one a line */
    public String sayLines(String english) {
        return String.join(
                System.lineSeparator(), english.lines().map(this::say).toList());
    }

    private Optional<String> translated(String text) {
        List<String> parts = List.of(text.split("; "));
        List<Optional<String>> each =
                parts.size() > 1 ? parts.stream().map(this::one).toList() : List.of();
        // Several reasons, each a sentence; else one with a remedy behind its semicolon, or ours beside somebody
        // else's.
        return !each.isEmpty() && each.stream().allMatch(Optional::isPresent)
                ? Optional.of(joined(parts, each))
                : one(text)
                        .or(() -> each.stream().anyMatch(Optional::isPresent)
                                ? Optional.of(joined(parts, each))
                                : Optional.empty());
    }

    private String joined(List<String> parts, List<Optional<String>> each) {
        List<String> said = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            said.add(each.get(part).orElse(parts.get(part)));
        }
        return String.join(phrases.of("and"), said);
    }

    private Optional<String> one(String text) {
        List<Behind> near = new ArrayList<>();
        List<Behind> far = new ArrayList<>();
        near.add(new Behind("", text));
        for (int colon = text.indexOf(": "); colon > 0; colon = text.indexOf(": ", colon + 1)) {
            // With a space before it, it may be a file; but also a sentence that a form knows as a whole.
            (text.indexOf(' ') > colon ? near : far).add(Behind.at(colon + 2, text));
        }
        return whole(near).or(() -> whole(far));
    }

    private Optional<String> whole(List<Behind> places) {
        List<Behind> all = new ArrayList<>(places);
        for (Behind place : places) {
            Matcher key = AT_A_KEY.matcher(place.text());
            if (key.lookingAt()) {
                all.add(Behind.at(place.place().length() + key.end(), place.place() + place.text()));
            }
        }
        for (Form form : Forms.ALL) {
            for (Behind behind : all) {
                Matcher matcher = form.sentence().matcher(behind.text());
                if (matcher.matches()) {
                    return Optional.of(behind.place() + said(form, matcher));
                }
            }
        }
        return Optional.empty();
    }

    private String said(Form form, Matcher matcher) {
        List<Boolean> quoted = form.quoted();
        List<String> values = new ArrayList<>();
        for (int place = 0; place < quoted.size(); place++) {
            String value = matcher.group(place + 1);
            values.add(quoted.get(place) ? value : value(value));
        }
        return rooms.getOrDefault(form.bundle(), phrases).of(form.key(), values.toArray());
    }

    private String value(String value) {
        return phrases.find("word." + value).orElseGet(() -> say(value));
    }
}
