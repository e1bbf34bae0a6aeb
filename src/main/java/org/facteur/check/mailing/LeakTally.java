package org.facteur.check.mailing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.facteur.address.Mailbox;
import org.facteur.campaign.Campaign;
import org.facteur.check.Finding;
import org.facteur.check.leak.Leak;
import org.facteur.check.leak.LeakGuard;
import org.facteur.contact.Recipient;
import org.facteur.message.LetterFiles;
import org.facteur.message.MessageSpec.Unsubscribe;

/** The leaks of a mailing: how many letters have one, and the first of them. Not for more than one thread. */
final class LeakTally {

    private static final int NAMED = 5;

    /** No template is larger. */
    private static final long LARGEST_TEMPLATE = 5_000_000;

    private final List<Finding> certain = new ArrayList<>();
    private final List<Finding> uncertain = new ArrayList<>();
    private long letters;

    /** Tells the guard what stands in every letter because its owner wrote it there. */
    static void expect(LeakGuard guard, Campaign campaign) throws IOException {
        List<String> templates = new ArrayList<>(List.of(campaign.message().subject()));
        for (Path file : LetterFiles.of(campaign.message())) {
            if (Files.size(file) < LARGEST_TEMPLATE) {
                try {
                    templates.add(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                            .toString());
                } catch (CharacterCodingException picture) {
                    // No words in it.
                }
            }
        }
        List<String> ours = new ArrayList<>();
        ours.add(campaign.from().address().toString());
        String name = campaign.from().displayName();
        if (name != null) {
            ours.add(name);
        }
        Mailbox replyTo = campaign.message().replyTo();
        if (replyTo != null) {
            ours.add(replyTo.address().toString());
        }
        Unsubscribe unsubscribe = campaign.message().unsubscribe();
        if (unsubscribe != null && unsubscribe.mailto() != null) {
            ours.add(unsubscribe.mailto());
        }
        campaign.notifyTo().forEach(address -> ours.add(address.toString()));
        guard.expect(templates, ours);
    }

    void add(Recipient recipient, Leak leak) {
        letters += leak.certain() ? 1 : 0;
        List<Finding> same = leak.certain() ? certain : uncertain;
        if (same.size() < NAMED) {
            String to = recipient.address().toString();
            same.add(
                    leak.certain()
                            ? Finding.error(
                                    "leak.value",
                                    to,
                                    MailingReason.LEAK.of(leak.line()),
                                    MailingReason.LEAK_ADVICE.of(),
                                    leak.value())
                            : Finding.warn(
                                    "leak.cell",
                                    to,
                                    MailingReason.LEAK_CELL.of(leak.line()),
                                    MailingReason.LEAK_CELL_ADVICE.of(),
                                    leak.value()));
        }
    }

    /** Letters that surely hold another's data. */
    long letters() {
        return letters;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(certain);
        findings.addAll(uncertain);
        return findings;
    }
}
