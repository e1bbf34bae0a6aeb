package org.facteur.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.facteur.ledger.LedgerExport;
import org.facteur.pace.IsoTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes exported rows as CSV (RFC 4180) or as JSON, an object a line. */
public final class LedgerWriter {

    private static final String[] COLUMNS = {
        "line", "email", "state", "category", "relay", "attempts", "reply", "message_id", "updated_at"
    };
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LedgerWriter() {}

    /** How rows are written. */
    public enum Format {
        CSV,
        JSON
    }

    public static void write(LedgerExport export, Set<String> states, Format format, Appendable out, ZoneId zone) {
        try {
            CSVPrinter csv = format == Format.CSV
                    ? CSVFormat.RFC4180.builder().setHeader(COLUMNS).get().print(out)
                    : null;
            export.forEach(states, line -> {
                try {
                    if (csv == null) {
                        out.append(json(line, zone)).append('\n');
                    } else {
                        csv.printRecord(
                                line.line(),
                                inert(line.email()),
                                line.state(),
                                line.category(),
                                inert(line.relay()),
                                line.attempts(),
                                inert(line.reply()),
                                inert(line.messageId()),
                                line.updatedAt() == null ? null : IsoTime.of(line.updatedAt(), zone));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Contacts with their columns: those of all of them, in order. */
    static void writeContacts(List<Map<String, String>> contacts, Format format, Appendable out) throws IOException {
        if (format == Format.JSON) {
            for (Map<String, String> contact : contacts) {
                out.append(JSON.writeValueAsString(contact)).append('\n');
            }
            return;
        }
        Set<String> columns = new LinkedHashSet<>();
        contacts.forEach(contact -> columns.addAll(contact.keySet()));
        // Last, whatever columns later contacts have.
        columns.remove("unreached");
        columns.add("unreached");
        CSVPrinter csv = CSVFormat.RFC4180
                .builder()
                .setHeader(columns.toArray(String[]::new))
                .get()
                .print(out);
        for (Map<String, String> contact : contacts) {
            csv.printRecord(columns.stream().map(column -> inert(contact.get(column))));
        }
    }

    /** A spreadsheet takes a cell that begins so for a formula; values come from contacts and servers. */
    static @Nullable String inert(@Nullable String cell) {
        return cell != null && !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static String json(LedgerExport.Line line, ZoneId zone) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("line", line.line());
        json.put("email", line.email());
        json.put("state", line.state());
        json.put("category", line.category());
        json.put("relay", line.relay());
        json.put("attempts", line.attempts());
        json.put("reply", line.reply());
        json.put("message_id", line.messageId());
        json.put("updated_at", line.updatedAt() == null ? null : IsoTime.of(line.updatedAt(), zone));
        return JSON.writeValueAsString(json);
    }
}
