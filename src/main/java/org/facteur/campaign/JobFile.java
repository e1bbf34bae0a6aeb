package org.facteur.campaign;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.ContactSource;
import org.facteur.message.MessageSpec;
import org.facteur.pace.Pace;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.facteur.verdict.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** Reads a job file: all that is wrong with it is said at once. */
public final class JobFile {

    private static final Duration STALE_AFTER = Duration.ofDays(7);

    private final Section root;
    private final Section campaign;
    private final Reading reading;

    private JobFile(Section root, Reading reading) {
        this.root = root;
        this.campaign = root.section("campaign");
        this.reading = reading;
    }

    /**
     * @param parameters what fills in {@code ${name}}, before the environment
     * @param home what {@code --home} says; null where it is not given
     * @throws JobFileException with every problem, each with its line and what to write instead
     */
    public static Campaign load(
            Path jobFile, Map<String, String> parameters, Map<String, String> env, @Nullable Path home) {
        Problems problems = new Problems(jobFile.toString());
        Piece.Fields fields = new YamlPieces(problems).read(text(jobFile));
        Path folder = jobFile.toAbsolutePath().normalize().getParent();
        Reading reading = new Reading(
                problems,
                new Placeholders(parameters, env, fields, problems),
                folder == null ? Path.of("").toAbsolutePath() : folder);
        if (!problems.isEmpty()) {
            throw problems.toException();
        }
        Campaign read = new JobFile(new Section(fields, reading), reading).read(jobFile, Home.of(jobFile, home, env));
        if (read == null || !problems.isEmpty()) {
            throw problems.toException();
        }
        return read;
    }

    private static String text(Path jobFile) {
        try {
            return Files.readString(jobFile, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new JobFileException(List.of(jobFile + ": there is no such job file"), true);
        } catch (IOException e) {
            throw new JobFileException(
                    List.of(jobFile + ": cannot be read (" + e.getMessage() + "); is it UTF-8?"), true);
        }
    }

    private @Nullable Campaign read(Path jobFile, Home home) {
        String name = campaign.required("name", JobFile::name, "write for example name: voeux-${year}");
        Mailbox from = campaign.required(
                "from", RelayReader::mailbox, "write for example from: \"Zythom <zythom@ecole.example>\"");
        Mailbox replyTo = campaign.read("reply-to", RelayReader::mailbox);
        Locale locale = campaign.read("locale", Locale.getDefault(), Forms::locale);
        Section contactsSection = campaign.section("contacts");
        ContactSource contacts = contacts(contactsSection);
        String toName = contactsSection.read("name", Forms::oneLine);
        contactsSection.refuseOthers();
        Section message = campaign.section("message");
        List<RelayRoute> routes = routes();
        Pace pace = PaceReader.pace(campaign.section("pace"));
        RetryPolicy retry = PaceReader.retry(campaign.section("retry"));
        OnDoubt onDoubt = campaign.read("on-doubt", OnDoubt.HOLD, Forms.oneOf(OnDoubt.class));
        Duration staleAfter = campaign.read("stale-after", STALE_AFTER, Forms.duration("1h", "365d"));
        Path replies = campaign.read("replies", text -> RelayReader.file(campaign, "replies", text));
        EmailAddress notify = campaign.read("notify", EmailAddress::of);
        MessageSpec spec = name == null || from == null ? null : spec(message, name, from, replyTo, locale, toName);
        campaign.refuseOthers();
        root.refuseOthers();
        if (name == null || from == null || contacts == null || spec == null || routes.isEmpty()) {
            return null;
        }
        return new Campaign(
                name,
                jobFile,
                home,
                from,
                locale,
                contacts,
                spec,
                routes,
                pace,
                retry,
                onDoubt,
                staleAfter,
                replies,
                notify,
                reading.problems().warnings());
    }

    private static String name(String text) {
        if (!text.strip().matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(Forms.quoted(text)
                    + " is not a name; write up to 100 letters, digits, dots, hyphens, for example voeux-2027");
        }
        return text.strip();
    }

    private static @Nullable ContactSource contacts(Section contacts) {
        Path file = contacts.required(
                "file",
                text -> RelayReader.file(contacts, "file", text),
                "write for example file: ../input/contacts.csv");
        Charset charset = contacts.read("charset", JobFile::charset);
        Character delimiter = contacts.read("delimiter", JobFile::delimiter);
        String email = contacts.read("email", Forms::oneLine);
        String where = contacts.read("where", Forms::oneLine);
        return file == null ? null : new ContactSource(file, charset, delimiter, email, where);
    }

    private static MessageSpec spec(
            Section message,
            String name,
            Mailbox from,
            @Nullable Mailbox replyTo,
            Locale locale,
            @Nullable String toName) {
        String subject = message.required("subject", Forms::oneLine, "write for example subject: \"Bonne année !\"");
        Path html = message.read("html", text -> RelayReader.file(message, "html", text));
        Path text = message.read("text", value -> RelayReader.file(message, "text", value));
        if (html == null && text == null) {
            message.problem("has neither html nor text; write for example html: ../input/voeux.html");
        }
        Map<String, Path> inline = new LinkedHashMap<>();
        Section pictures = message.section("inline");
        for (String id : pictures.keys()) {
            Path picture = pictures.read(id, value -> RelayReader.file(pictures, id, value));
            if (picture != null) {
                inline.put(id, picture);
            }
        }
        List<String> attachments = message.list("attachments", Forms::oneLine);
        MessageSpec.Unsubscribe unsubscribe = null;
        if (message.has("unsubscribe")) {
            Section way = message.section("unsubscribe");
            unsubscribe =
                    new MessageSpec.Unsubscribe(way.read("mailto", Forms::oneLine), way.read("url", Forms::oneLine));
            way.refuseOthers();
        }
        message.refuseOthers();
        return new MessageSpec(
                name,
                from,
                replyTo,
                locale,
                toName,
                subject == null ? "" : subject,
                html,
                text,
                inline,
                attachments,
                message.reading().base(),
                unsubscribe);
    }

    private List<RelayRoute> routes() {
        Section defined = root.section("relays");
        Map<String, Relay> relays = new LinkedHashMap<>();
        for (String key : defined.keys()) {
            Section given = defined.section(key);
            Relay relay = key.equals(RelayName.SANDBOX.value())
                    ? RelayReader.sandbox(given)
                    : RelayReader.read(new RelayName(key), given);
            if (relay != null) {
                relays.put(key, relay);
            }
        }
        relays.computeIfAbsent(RelayName.SANDBOX.value(), key -> RelayReader.sandbox(null));
        Piece piece = campaign.piece("relays");
        if (piece == null) {
            campaign.problem("relays", "is missing; write for example relays: [ sandbox ]");
            return List.of();
        }
        List<RelayRoute> routes = new ArrayList<>();
        for (Piece item : piece instanceof Piece.Items items ? items.pieces() : List.of(piece)) {
            RelayRoute route = route(item, relays, defined.keys());
            if (route != null) {
                routes.add(route);
            }
        }
        return routes;
    }

    private @Nullable RelayRoute route(Piece item, Map<String, Relay> relays, Iterable<String> defined) {
        Section keys = item instanceof Piece.Fields fields ? new Section(fields, reading) : null;
        String name = keys == null
                ? campaign.scalar(item, Forms::oneLine)
                : keys.required("relay", Forms::oneLine, "write for example { relay: gmail, weight: 2 }");
        int weight = keys == null ? 0 : keys.read("weight", 1, Forms.number(1, 1000));
        List<String> recipients =
                keys == null ? List.of() : keys.list("for", text -> text.strip().toLowerCase(Locale.ROOT));
        if (keys != null) {
            keys.refuseOthers();
        }
        if (name == null) {
            return null;
        }
        Relay relay = relays.get(name);
        for (String other : defined) {
            if (relay == null && other.equals(name)) {
                // Its own problem has been told.
                return null;
            }
        }
        if (relay == null) {
            reading.problems()
                    .add(item, Forms.quoted(name) + " is no relay; define it under relays:, or write sandbox");
            return null;
        }
        return new RelayRoute(relay, weight, recipients);
    }

    private static Charset charset(String text) {
        try {
            return Charset.forName(text.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    Forms.quoted(text) + " is no charset; write for example UTF-8 or windows-1252", e);
        }
    }

    private static Character delimiter(String text) {
        String written = text.strip();
        if (written.equals("tab") || written.equals("\\t") || text.equals("\t")) {
            return '\t';
        }
        if (written.length() != 1) {
            throw new IllegalArgumentException(Forms.quoted(text) + " is no delimiter; write \",\" \";\" \"|\" or tab");
        }
        return written.charAt(0);
    }
}
