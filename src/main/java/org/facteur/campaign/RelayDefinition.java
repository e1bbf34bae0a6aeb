package org.facteur.campaign;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.reason.Reason;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.jspecify.annotations.Nullable;

/**
 * One relay of a job file, with its login, whether the campaign chooses it or not. Nothing else in the file is looked at: a relay is
 * tried before there are a letter and contacts.
 *
 * @param sender whose letters leave through it; null: nothing says
 * @param ehloName what EHLO says: the domain of From
 * @param warnings what the user should know before sending
 */
public record RelayDefinition(Relay relay, @Nullable EmailAddress sender, String ehloName, List<Reason> warnings) {

    /** What EHLO says where there is no From: an address literal, for a client without a name (RFC 5321, 4.1.3). */
    public static final String NO_NAME = "[127.0.0.1]";

    public RelayDefinition {
        warnings = List.copyOf(warnings);
    }

    /**
     * The names of a job file's relays, sandbox aside, as they stand below {@code relays:}.
     *
     * @throws JobFileException when it has none, or is no job file
     */
    public static List<String> names(Path jobFile, Map<String, String> parameters, Map<String, String> env) {
        Problems problems = new Problems(jobFile.toString());
        Section definitions =
                JobFile.root(jobFile, parameters, env, problems, Purpose.SEND).section("relays");
        List<String> names = definitions.keys().stream()
                .filter(name -> !name.equals(RelayName.SANDBOX.value()))
                .toList();
        if (names.isEmpty()) {
            definitions.problem(JobFileReason.RELAY_SANDBOX.of());
            throw problems.toException();
        }
        return names;
    }

    /**
     * @param name as it stands below {@code relays:}
     * @param parameters the job's, {@code year=2027} on the command line
     * @param env environment variables, from which secrets come
     * @throws JobFileException when there is no such relay, with everything that is wrong with it otherwise; never with a secret
     */
    public static RelayDefinition load(
            Path jobFile, String name, Map<String, String> parameters, Map<String, String> env) {
        Problems problems = new Problems(jobFile.toString());
        Section root = JobFile.root(jobFile, parameters, env, problems, Purpose.SEND);
        Section definitions = root.section("relays");
        if (!definitions.has(name) || name.equals(RelayName.SANDBOX.value())) {
            definitions.problem(
                    name.equals(RelayName.SANDBOX.value())
                            ? JobFileReason.RELAY_SANDBOX.of()
                            : Presets.named(name).isPresent()
                                    ? JobFileReason.RELAY_UNDEFINED_PRESET.of(name)
                                    : Suggestion.after(
                                            JobFileReason.RELAY_NONE.of(Forms.shown(name)), definitions.keys(), name));
            throw problems.toException();
        }
        Relay relay = RelayReader.relay(new RelayName(name), definitions.section(name), true)
                .relay();
        Mailbox from =
                relay.from() != null ? relay.from() : root.section("campaign").read("from", Addresses::mailbox);
        if (!problems.isEmpty()) {
            throw problems.toException();
        }
        return new RelayDefinition(
                relay,
                from == null ? null : from.address(),
                from == null ? NO_NAME : from.address().domain().name(),
                problems.warnings());
    }
}
