package org.facteur.campaign;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.CheckSpec.Canary;
import org.facteur.reason.InvalidValueException;
import org.facteur.relay.Credentials;
import org.facteur.relay.Loopback;
import org.facteur.relay.Tls;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code mailboxes}, which defines IMAP accounts, {@code campaign.inbox}, which names those that are read, and
 * {@code campaign.check.canary.to}, which names those that letters are sent to.
 */
final class MailboxesReader {

    private static final int IMAPS = 993;
    private static final int IMAP = 143;

    private final Section campaign;
    private final Section definitions;
    private final List<String> read;
    private final List<String> canaries;
    private final Map<String, MailboxAccount> all = new LinkedHashMap<>();

    MailboxesReader(Section campaign, Section definitions, @Nullable Canary canary) {
        this.campaign = campaign;
        this.definitions = definitions;
        read = campaign.list("inbox", Forms::oneLine);
        canaries = canary == null ? List.of() : canary.to();
        for (String name : definitions.keys()) {
            if (definitions.has(name)) {
                all.put(name, account(name, definitions.section(name)));
            }
        }
    }

    /** Those that the campaign reads, in its order. */
    InboxSpec read() {
        InboxSpec.Kept kept =
                campaign.read("keep-answers", InboxSpec.Kept.FIRST_LINE, Forms.oneOf(InboxSpec.Kept.class));
        return new InboxSpec(named(read, campaign, "inbox"), kept == InboxSpec.Kept.FIRST_LINE);
    }

    /** Those that letters are sent to before all others. */
    List<MailboxAccount> canaries() {
        List<MailboxAccount> accounts =
                named(canaries, campaign.section("check").section("canary"), "to");
        for (MailboxAccount account : accounts) {
            if (account.address() == null) {
                definitions
                        .section(account.name())
                        .problem("address", JobFileReason.MAILBOX_ADDRESS.of("address: zythom@laposte.net"));
            }
        }
        return accounts;
    }

    private List<MailboxAccount> named(List<String> names, Section section, String key) {
        for (String name : names) {
            if (!all.containsKey(name)) {
                section.problem(key, JobFileReason.MAILBOX_NONE.of(name));
            }
        }
        return names.stream().distinct().filter(all::containsKey).map(all::get).toList();
    }

    private boolean connects(String name, Purpose purpose) {
        return purpose.readsMailboxes() && (read.contains(name) || (canaries.contains(name) && purpose.needsSecrets()));
    }

    private static Preset preset(String text) {
        return Presets.named(text.strip())
                .filter(preset -> preset.imap() != null)
                .orElseThrow(() -> new InvalidValueException(Suggestion.after(
                        JobFileReason.VALUE_MAILBOX_PRESET.of(Forms.shown(text)),
                        Presets.withMailboxes(),
                        text.strip())));
    }

    private MailboxAccount account(String name, Section mailbox) {
        Preset preset = mailbox.read("preset", MailboxesReader::preset);
        String known = preset == null || mailbox.has("host") ? null : preset.imap();
        String host = known != null
                ? known.replaceFirst(":\\d+$", "")
                : mailbox.required("host", Endpoint::hostName, "host: imap.ecole.example");
        Integer given = mailbox.read("port", Forms::port);
        Integer port = given == null && known != null && known.contains(":")
                ? Integer.valueOf(known.replaceFirst(".*:", ""))
                : given;
        Tls otherwise =
                port != null && (port == IMAP || (known != null && port != IMAPS)) ? Tls.STARTTLS : Tls.IMPLICIT;
        Tls tls = mailbox.read("tls", otherwise, Forms.oneOf(Tls.class));
        if (tls == Tls.NONE && host != null && !Loopback.is(host)) {
            mailbox.problem("tls", JobFileReason.RELAY_TLS_NONE.of(host));
        }
        boolean connects = connects(name, mailbox.reading().purpose());
        boolean trusts = mailbox.has("trust");
        Path trust = connects && trusts ? FileForms.file(mailbox, "trust") : null;
        if (!mailbox.has("username")) {
            mailbox.problem("username", JobFileReason.KEY_MISSING_EXAMPLE.of("username: zythom@ecole.example"));
        }
        Credentials credentials = new CredentialsReader(mailbox, preset, connects).read();
        List<String> folders = mailbox.list("folders", Forms::oneLine);
        EmailAddress address = mailbox.read("address", Addresses::bare);
        String username = mailbox.read("username", Forms::text);
        String authservId = mailbox.read("authserv-id", Forms::oneLine);
        mailbox.refuseOthers();
        return new MailboxAccount(
                name,
                host == null ? "" : host,
                port != null ? port : tls == Tls.IMPLICIT ? IMAPS : IMAP,
                tls,
                trust,
                credentials,
                folders.isEmpty() ? List.of("INBOX") : folders,
                address != null || username == null ? address : address(username),
                authservId);
    }

    /** Most providers log people in by their address. */
    private static @Nullable EmailAddress address(String username) {
        try {
            return EmailAddress.of(username);
        } catch (InvalidValueException notOne) {
            return null;
        }
    }
}
