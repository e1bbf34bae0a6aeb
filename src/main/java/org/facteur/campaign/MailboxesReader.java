package org.facteur.campaign;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.reason.InvalidValueException;
import org.facteur.relay.Credentials;
import org.facteur.relay.Loopback;
import org.facteur.relay.Tls;

/** Reads {@code mailboxes}, which defines IMAP accounts, and {@code campaign.inbox}, which names those that are read. */
final class MailboxesReader {

    private static final int IMAPS = 993;
    private static final int IMAP = 143;

    private final Section campaign;
    private final Section definitions;

    MailboxesReader(Section campaign, Section definitions) {
        this.campaign = campaign;
        this.definitions = definitions;
    }

    /** Those that the campaign reads, in its order. */
    InboxSpec read() {
        List<String> named = campaign.list("inbox", Forms::oneLine);
        Map<String, MailboxAccount> all = new LinkedHashMap<>();
        for (String name : definitions.keys()) {
            if (definitions.has(name)) {
                all.put(name, account(name, definitions.section(name), named.contains(name)));
            }
        }
        for (String name : named) {
            if (!all.containsKey(name)) {
                campaign.problem("inbox", JobFileReason.MAILBOX_NONE.of(name));
            }
        }
        InboxSpec.Kept kept =
                campaign.read("keep-answers", InboxSpec.Kept.FIRST_LINE, Forms.oneOf(InboxSpec.Kept.class));
        return new InboxSpec(
                named.stream().distinct().filter(all::containsKey).map(all::get).toList(),
                kept == InboxSpec.Kept.FIRST_LINE);
    }

    private static Preset preset(String text) {
        return Presets.named(text.strip())
                .filter(preset -> preset.imap() != null)
                .orElseThrow(() -> new InvalidValueException(Suggestion.after(
                        JobFileReason.VALUE_MAILBOX_PRESET.of(Forms.shown(text)),
                        Presets.withMailboxes(),
                        text.strip())));
    }

    private static MailboxAccount account(String name, Section mailbox, boolean used) {
        Preset preset = mailbox.read("preset", MailboxesReader::preset);
        String known = preset == null || mailbox.has("host") ? null : preset.imap();
        String host = known != null
                ? known.replaceFirst(":\\d+$", "")
                : mailbox.required("host", Endpoint::hostName, "host: imap.ecole.example");
        Integer given = mailbox.read("port", Forms.number(1, 65_535));
        Integer port = given == null && known != null && known.contains(":")
                ? Integer.valueOf(known.replaceFirst(".*:", ""))
                : given;
        Tls otherwise = port != null && (port == IMAP || known != null && port != IMAPS) ? Tls.STARTTLS : Tls.IMPLICIT;
        Tls tls = mailbox.read("tls", otherwise, Forms.oneOf(Tls.class));
        if (tls == Tls.NONE && host != null && !Loopback.is(host)) {
            mailbox.problem("tls", JobFileReason.RELAY_TLS_NONE.of(host));
        }
        boolean connects = used && mailbox.reading().purpose().readsMailboxes();
        boolean trusts = mailbox.has("trust");
        Path trust = connects && trusts ? FileForms.file(mailbox, "trust") : null;
        if (!mailbox.has("username")) {
            mailbox.problem("username", JobFileReason.KEY_MISSING_EXAMPLE.of("username: zythom@ecole.example"));
        }
        Credentials credentials = new CredentialsReader(mailbox, preset, connects).read();
        List<String> folders = mailbox.list("folders", Forms::oneLine);
        mailbox.refuseOthers();
        return new MailboxAccount(
                name,
                host == null ? "" : host,
                port != null ? port : tls == Tls.IMPLICIT ? IMAPS : IMAP,
                tls,
                trust,
                credentials,
                folders.isEmpty() ? List.of("INBOX") : folders);
    }
}
