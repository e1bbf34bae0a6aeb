package org.facteur.inbox;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.facteur.address.AddressParser;
import org.facteur.address.EmailAddress;
import org.facteur.address.ParsedAddress;
import org.facteur.contact.ContactFileException;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.contact.charset.CharsetDetector;
import org.facteur.contact.charset.Detection;
import org.facteur.ledger.Suppression;
import org.facteur.ledger.WrittenLetters.Letter;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A list of people to leave alone: what another program exported, which is read as contacts are, by its column of addresses; or, where no
 * heading names one, one address a line, or what an unsubscribe page collected, which are links with a token. There, lines with
 * neither an address nor one of our tokens are headings or remarks.
 */
final class SuppressionFile {

    /**
     * What stands in it.
     *
     * @param unread lines that hold an {@code @}, and gave nobody; 1 for the first
     */
    record Named(List<Suppression> suppressions, List<Long> unread) {}

    private static final Pattern CELLS = Pattern.compile("[,;\\t|]");
    private static final Pattern REASON = Pattern.compile("(?:reason|raison|motif|grund|status|statut|type|cause).*");

    private final LetterFinder letters;
    private final Path file;
    private final @Nullable Reason reason;
    private final Instant now;
    private final AddressParser addresses = new AddressParser();
    private final Map<EmailAddress, Suppression> found = new LinkedHashMap<>();
    private final List<Long> unread = new ArrayList<>();

    private SuppressionFile(LetterFinder letters, Path file, @Nullable Reason reason, Instant now) {
        this.letters = letters;
        this.file = file;
        this.reason = reason;
        this.now = now;
    }

    /**
     * @param reason for all of them; null: what the file says of each, else that it stood there
     * @throws MendableException when it cannot be read
     * @throws ContactFileException when it is no text, or a row of it shows that none after it can be trusted
     */
    static Named read(LetterFinder letters, Path file, @Nullable Reason reason, Instant now) {
        if (!Files.exists(file)) {
            throw new MendableException(InboxReason.LIST_NONE.of(file), ExitCodes.NO_INPUT);
        }
        if (!Files.isRegularFile(file)) {
            throw new MendableException(InboxReason.FILE_DEVICE.of(file), ExitCodes.NO_INPUT);
        }
        try {
            SuppressionFile list = new SuppressionFile(letters, file, reason, now);
            list.read();
            return new Named(List.copyOf(list.found.values()), List.copyOf(list.unread));
        } catch (IOException e) {
            throw new MendableException(
                    InboxReason.FILE_UNREADABLE.of(file, String.valueOf(e.getMessage())), ExitCodes.NO_INPUT);
        }
    }

    private void read() throws IOException {
        Detection detected = CharsetDetector.detect(file, null, null);
        boolean text = !(detected instanceof Detection.Refusal refusal && refusal.why() == Detection.Why.NUL);
        // Which of two charsets a name is in matters to nobody here; addresses are the same in all of them.
        Charset charset = detected instanceof Detection.Refusal && text ? StandardCharsets.ISO_8859_1 : null;
        Recipients rows;
        try {
            rows = Recipients.open(new ContactSource(file, charset, null, null, null, null, null), Suppressions.NONE);
        } catch (ContactFileException withoutHeadings) {
            if (!text) {
                throw withoutHeadings;
            }
            lines(text(detected));
            return;
        }
        try (rows) {
            rows(rows, text ? text(detected) : List.of());
        }
    }

    private List<String> text(Detection detected) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return detected instanceof Detection.Text text
                ? new String(bytes, text.mark(), bytes.length - text.mark(), text.charset())
                        .lines()
                        .toList()
                : new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
    }

    /** @param text the file's lines, where it is one */
    private void rows(Recipients rows, List<String> text) {
        String reasonColumn = rows.columns().stream()
                .filter(SuppressionFile::isReason)
                .findFirst()
                .orElse("");
        for (Listed row = rows.next(); row != null; row = rows.next()) {
            if (row instanceof Recipient recipient) {
                Map<String, String> values = recipient.contact().values();
                add(
                        byToken(String.join(" ", values.values())).orElse(recipient.address()),
                        values.getOrDefault(reasonColumn, ""));
            } else if (row instanceof Exclusion exclusion && exclusion.kind() == Exclusion.Kind.INVALID) {
                String line =
                        exclusion.line() <= text.size() ? text.get((int) exclusion.line() - 1) : exclusion.email();
                byToken(line).ifPresentOrElse(address -> add(address, ""), () -> passOver(exclusion.line(), line));
            }
        }
    }

    private void lines(List<String> lines) {
        int reasonColumn = -1;
        for (int i = 0; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i));
            Optional<EmailAddress> address = byToken(lines.get(i)).or(() -> first(cells));
            if (address.isPresent()) {
                boolean said = reasonColumn >= 0 && reasonColumn < cells.size();
                add(address.get(), said ? cells.get(reasonColumn) : "");
            } else {
                reasonColumn = found.isEmpty() ? reasonColumn(cells) : reasonColumn;
                passOver(i + 1, lines.get(i));
            }
        }
    }

    private void add(EmailAddress address, String said) {
        Reason why = reason != null
                ? reason
                : said.isBlank()
                        ? InboxReason.SUPPRESSED_IMPORT.of(file.getFileName())
                        : Reason.verbatim(Texts.cut(said.strip(), 500));
        found.putIfAbsent(address, new Suppression(address, why, null, now));
    }

    private void passOver(long number, String line) {
        if (line.contains("@")) {
            unread.add(number);
        }
    }

    private static List<String> cells(String line) {
        return CELLS.splitAsStream(line)
                .map(cell -> cell.strip().replaceAll("^\"|\"$", "").strip())
                .toList();
    }

    private static int reasonColumn(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (isReason(cells.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isReason(String heading) {
        return REASON.matcher(Texts.folded(heading)).matches();
    }

    private Optional<EmailAddress> byToken(String line) {
        return letters.byToken(line).map(Letter::email).map(EmailAddress::of);
    }

    private Optional<EmailAddress> first(List<String> cells) {
        for (String cell : cells) {
            if (cell.contains("@") && addresses.parse(cell) instanceof ParsedAddress.Valid valid) {
                return Optional.of(valid.address());
            }
        }
        return Optional.empty();
    }
}
