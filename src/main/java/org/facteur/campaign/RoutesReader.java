package org.facteur.campaign;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.facteur.address.Domain;
import org.facteur.address.Mailbox;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.relay.RelayName;
import org.jspecify.annotations.Nullable;

/** Reads {@code campaign.relays}, which names relays, and {@code relays}, which defines them. */
final class RoutesReader {

    private static final String EXAMPLE = "relays: [ sandbox ]";

    /** As it stands in the list. */
    private record Choice(String name, int weight, List<String> domains, Piece piece) {}

    private final Section campaign;
    private final Section definitions;
    private final Problems problems;

    RoutesReader(Section campaign, Section definitions) {
        this.campaign = campaign;
        this.definitions = definitions;
        this.problems = campaign.reading().problems();
    }

    /** @param from the campaign's; null where it cannot be used */
    List<RelayRoute> read(@Nullable Mailbox from) {
        List<Choice> choices = choices();
        Map<String, RelayReader.Read> relays = relays(choices);
        boolean weighed = choices.stream().anyMatch(choice -> choice.weight() > 0);
        List<RelayRoute> routes = new ArrayList<>();
        for (Choice choice : choices) {
            RelayReader.Read read = relays.get(choice.name());
            if (read == null) {
                problems.add(choice.piece(), undefined(choice.name(), relays.keySet()));
                continue;
            }
            // Beside relays that have a weight, none means one share, not a preference.
            int weight = weighed ? Math.max(1, choice.weight()) : 0;
            String preset = read.preset() == null ? null : read.preset().name();
            routes.add(new RelayRoute(read.relay(), weight, choice.domains(), preset));
            checkFrom(read, from);
        }
        choices.stream()
                .filter(choice -> choices.size() > 1 && choice.name().equals(RelayName.SANDBOX.value()))
                .findFirst()
                .ifPresent(sandbox -> problems.add(sandbox.piece(), JobFileReason.RELAY_SWALLOWS.of()));
        return routes;
    }

    private void checkFrom(RelayReader.Read read, @Nullable Mailbox from) {
        Mailbox own = read.relay().from();
        if (own != null) {
            FromCheck.check(read, own.address(), read.section());
        } else if (from != null) {
            FromCheck.check(read, from.address(), campaign);
        }
    }

    private Map<String, RelayReader.Read> relays(List<Choice> choices) {
        Set<String> used = new HashSet<>(choices.stream().map(Choice::name).toList());
        Map<String, RelayReader.Read> relays = new LinkedHashMap<>();
        for (String name : definitions.keys()) {
            Section section = definitions.section(name);
            if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,49}")) {
                definitions.problem(name, JobFileReason.RELAY_NAME.of());
            } else if (name.equals(RelayName.SANDBOX.value())) {
                relays.put(name, RelayReader.sandbox(section));
            } else {
                relays.put(name, RelayReader.relay(new RelayName(name), section, used.contains(name)));
            }
        }
        if (!relays.containsKey(RelayName.SANDBOX.value())) {
            relays.put(RelayName.SANDBOX.value(), RelayReader.sandbox(definitions.section(RelayName.SANDBOX.value())));
        }
        return relays;
    }

    private static Reason undefined(String name, Set<String> defined) {
        Reason undefined = JobFileReason.RELAY_UNDEFINED.of(Forms.shown(name));
        if (name.contains(",")) {
            return JobFileReason.KEY_BRACKETS.of(undefined, Forms.shown(name));
        }
        return Presets.named(name).isPresent()
                ? JobFileReason.RELAY_UNDEFINED_PRESET.of(name)
                : Suggestion.after(undefined, defined, name);
    }

    private List<Choice> choices() {
        Piece piece = campaign.piece("relays");
        if (piece == null) {
            campaign.problem("relays", JobFileReason.KEY_MISSING_EXAMPLE.of(EXAMPLE));
            return List.of();
        }
        List<Piece> items = piece instanceof Piece.Items several ? several.pieces() : List.of(piece);
        List<Choice> choices = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Piece item : items) {
            Choice choice = item instanceof Piece.Fields fields ? choice(fields) : choice(item);
            if (choice != null && names.add(choice.name())) {
                choices.add(choice);
            } else if (choice != null) {
                problems.add(item, JobFileReason.KEY_LISTED.of(Forms.shown(choice.name())));
            }
        }
        if (items.isEmpty()) {
            campaign.problem("relays", JobFileReason.KEY_EMPTY_EXAMPLE.of(EXAMPLE));
        }
        return choices;
    }

    private @Nullable Choice choice(Piece item) {
        String name = campaign.scalar(item, Forms::oneLine);
        return name == null ? null : new Choice(name, 0, List.of(), item);
    }

    private @Nullable Choice choice(Piece.Fields item) {
        Section section = new Section(item, campaign.reading());
        String name = section.required("relay", Forms::oneLine, "relay: gmail");
        int weight = section.read("weight", 0, Forms.number(1, 1000));
        List<String> domains = section.list("for", RoutesReader::domainPattern);
        section.refuseOthers();
        return name == null ? null : new Choice(name, weight, domains, item);
    }

    private static String domainPattern(String text) {
        String pattern = text.strip().toLowerCase(Locale.ROOT);
        String name = pattern.startsWith("*.") ? pattern.substring(2) : pattern;
        if (pattern.equals("*")) {
            return pattern;
        }
        if (!name.isEmpty() && name.chars().noneMatch(c -> c == '*' || c == '@' || Character.isWhitespace(c))) {
            try {
                return pattern.substring(0, pattern.length() - name.length()) + new Domain(name).name();
            } catch (IllegalArgumentException e) {
                throw new InvalidValueException(noPattern(text), e);
            }
        }
        throw new InvalidValueException(noPattern(text));
    }

    private static Reason noPattern(String text) {
        return JobFileReason.VALUE_DOMAIN.of(Forms.shown(text));
    }
}
