package org.facteur.inbox;

import java.io.IOException;
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
import org.facteur.ledger.Suppression;
import org.facteur.ledger.WrittenLetters.Letter;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A list of people to leave alone: one address a line, a CSV that another program exported, or what an unsubscribe page collected, which are
 * links with a token. Lines that hold neither an address nor a token of ours count as headings and remarks.
 */
final class SuppressionFile {

    private static final Pattern CELLS = Pattern.compile("[,;\\t|]");
    private static final Pattern REASON = Pattern.compile("(?:reason|raison|motif|grund|status|statut|type|cause).*");

    private final LetterFinder letters;
    private final AddressParser addresses = new AddressParser();

    SuppressionFile(LetterFinder letters) {
        this.letters = letters;
    }

    /**
     * @param reason for all of them; null: what the file says of each, else that it stood there
     * @throws MendableException when it cannot be read
     */
    List<Suppression> read(Path file, @Nullable Reason reason, Instant now) {
        Map<EmailAddress, Suppression> found = new LinkedHashMap<>();
        int reasonColumn = -1;
        for (String line : lines(file)) {
            List<String> cells = cells(line);
            EmailAddress address = address(line, cells);
            if (address == null) {
                reasonColumn = found.isEmpty() ? reasonColumn(cells) : reasonColumn;
                continue;
            }
            String said = reasonColumn >= 0 && reasonColumn < cells.size()
                    ? cells.get(reasonColumn).strip()
                    : "";
            Reason why = reason != null
                    ? reason
                    : said.isEmpty()
                            ? InboxReason.SUPPRESSED_IMPORT.of(file.getFileName())
                            : Reason.verbatim(Texts.cut(said, 500));
            found.putIfAbsent(address, new Suppression(address, why, null, now));
        }
        return new ArrayList<>(found.values());
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            throw new MendableException(InboxReason.FILE_NONE.of(file), ExitCodes.NO_INPUT);
        }
        try {
            String text = Texts.decoded(Files.readAllBytes(file), StandardCharsets.US_ASCII.name());
            return text.replace("\uFEFF", "").lines().toList();
        } catch (IOException e) {
            throw new MendableException(
                    InboxReason.FILE_UNREADABLE.of(file, String.valueOf(e.getMessage())), ExitCodes.NO_INPUT);
        }
    }

    private static List<String> cells(String line) {
        return CELLS.splitAsStream(line)
                .map(cell -> cell.strip().replaceAll("^\"|\"$", "").strip())
                .toList();
    }

    private static int reasonColumn(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (REASON.matcher(Texts.folded(cells.get(i))).matches()) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable EmailAddress address(String line, List<String> cells) {
        Optional<Letter> letter = letters.byToken(line);
        if (letter.isPresent()) {
            return EmailAddress.of(letter.get().email());
        }
        for (String cell : cells) {
            if (cell.contains("@") && addresses.parse(cell) instanceof ParsedAddress.Valid valid) {
                return valid.address();
            }
        }
        return null;
    }
}
