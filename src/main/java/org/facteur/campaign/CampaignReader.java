package org.facteur.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.ContactSource;
import org.facteur.home.Database;
import org.facteur.home.Home;
import org.facteur.message.MessageSpec;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.pace.Pace;
import org.facteur.reason.InvalidValueException;
import org.facteur.verdict.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** Reads a whole job file, from its first key to its last. */
final class CampaignReader {

    /** It becomes the name of a folder, and part of each Message-ID. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    private static final Duration STALE_AFTER = Duration.ofDays(7);

    // Never the machine's: cron's LANG=C would make other letters than a terminal does.
    private static final Locale LOCALE = Locale.ENGLISH;

    private final Path jobFile;
    private final Home home;
    private final Section root;
    private final Map<String, String> env;
    private final Section mailboxes;

    /** @param env environment variables */
    CampaignReader(Path jobFile, Home home, Section root, Map<String, String> env) {
        this.jobFile = jobFile;
        this.env = env;
        this.home = home;
        this.root = root;
        this.mailboxes = root.section("mailboxes");
    }

    /** Null where something that is needed cannot be used; that is among the problems then. */
    @Nullable
    Campaign read() {
        if (!root.has("campaign")) {
            root.problem("campaign", JobFileReason.KEY_MISSING_CAMPAIGN.of());
        }
        @Nullable Database database = DatabaseReader.read(root, env);
        ClusterSpec cluster = cluster(database);
        // A key of Spring Boot's, but nobody is to believe that it holds.
        if (root.has("logging")) {
            root.warn("logging", JobFileReason.JOB_LOGGING.of());
        }
        Section definitions = root.section("relays");
        Campaign campaign =
                root.has("campaign") ? campaign(root.section("campaign"), definitions, database, cluster) : null;
        root.refuseOthers();
        return campaign;
    }

    private ClusterSpec cluster(@Nullable Database database) {
        Section section = root.section("cluster");
        boolean workers = section.read("workers", false, Forms::yesOrNo);
        Duration lease = section.read("lease", ClusterSpec.LEASE, Forms.duration("2s", "10m"));
        section.refuseOthers();
        if (workers && database == null) {
            section.problem("workers", JobFileReason.CLUSTER_DATABASE.of());
        }
        return new ClusterSpec(workers, lease);
    }

    private @Nullable Campaign campaign(
            Section section, Section definitions, @Nullable Database database, ClusterSpec cluster) {
        String name = section.required("name", CampaignReader::name, "name: voeux-${year}");
        Mailbox from = section.required("from", Addresses::mailbox, "from: \"Zythom <zythom@ecole.example>\"");
        Mailbox replyTo = section.read("reply-to", Addresses::mailbox);
        Locale locale = section.read("locale", LOCALE, Forms::locale);
        Section people = section.section("contacts", "file");
        if (!section.has("contacts")) {
            section.problem("contacts", JobFileReason.KEY_MISSING.of("contacts: ../input/contacts.csv"));
        }
        String toName = people.read("name", Forms::oneLine);
        ContactSource contacts =
                section.has("contacts") ? MessageReader.contacts(people, section.has("locale") ? locale : null) : null;
        people.refuseOthers();
        if (!section.has("message")) {
            section.problem("message", JobFileReason.KEY_MISSING_MESSAGE.of());
        }
        List<RelayRoute> routes = new RoutesReader(section, definitions).read(from);
        DkimSigner dkim = section.has("dkim") ? new DkimReader(section.section("dkim")).read(from, routes) : null;
        MessageSpec message = message(section, name, from, replyTo, locale, toName, dkim);
        Pace pace = PaceReader.pace(section.section("pace"));
        RetryPolicy retry = PaceReader.retry(section.section("retry"));
        OnDoubt onDoubt = section.read("on-doubt", OnDoubt.HOLD, Forms.oneOf(OnDoubt.class));
        Duration staleAfter = section.read("stale-after", STALE_AFTER, Forms.duration("1m", "3650d"));
        Path replies = FileForms.file(section, "replies");
        List<EmailAddress> notifyTo = section.list("notify", Addresses::bare);
        CheckSpec check = CheckReader.check(section.section("check"));
        MailboxesReader accounts = new MailboxesReader(section, mailboxes, check.canary());
        InboxSpec inbox = accounts.read();
        List<MailboxAccount> canaries = accounts.canaries();
        section.refuseOthers();
        if (name == null || from == null || contacts == null || message == null || routes.isEmpty()) {
            return null;
        }
        return new Campaign(
                name,
                jobFile,
                home,
                database,
                cluster,
                from,
                locale,
                contacts,
                message,
                routes,
                pace,
                retry,
                onDoubt,
                staleAfter,
                replies,
                notifyTo,
                check,
                inbox,
                canaries,
                section.reading().problems().warnings());
    }

    private static @Nullable MessageSpec message(
            Section section,
            @Nullable String name,
            @Nullable Mailbox from,
            @Nullable Mailbox replyTo,
            Locale locale,
            @Nullable String toName,
            @Nullable DkimSigner dkim) {
        Section message = section.section("message");
        if (!section.has("message")) {
            return null;
        }
        return MessageReader.message(
                message, new MessageReader.Head(name == null ? "" : name, from, replyTo, locale, toName, dkim));
    }

    private static String name(String text) {
        if (!NAME.matcher(text.strip()).matches()) {
            throw new InvalidValueException(JobFileReason.VALUE_NAME.of(Forms.shown(text)));
        }
        return text.strip();
    }
}
