package org.facteur.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;

/**
 * How fast a large contacts file is read, alone and with its addresses parsed, and how fast reading goes on at its end after a
 * restart. Run with {@code -Xmx256m}; arguments: megabytes (1024), charset (UTF-8). The file lies in {@code java.io.tmpdir}.
 */
public final class ContactFileBenchmark {

    private ContactFileBenchmark() {}

    public static void main(String[] args) throws IOException {
        long megabytes = args.length > 0 ? Long.parseLong(args[0]) : 1024;
        Charset charset = Charset.forName(args.length > 1 ? args[1] : "UTF-8");
        Path file = Files.createTempFile("contacts", ".csv");
        try {
            write(file, charset, megabytes << 20);
            ContactSource source = new ContactSource(file, null, null, null, null, null, null);
            say(
                    "%d MB, heap %d MB",
                    Files.size(file) >> 20, Runtime.getRuntime().maxMemory() >> 20);
            read(source);
        } finally {
            Files.delete(file);
        }
    }

    private static void read(ContactSource source) throws IOException {
        long start = System.nanoTime();
        long valid = 0;
        long rows;
        try (Recipients recipients = Recipients.open(source, Suppressions.NONE)) {
            say("%s; opened after %d ms", recipients.describe(), millis(start));
            for (Listed next = recipients.next(); next != null; next = recipients.next()) {
                valid += next instanceof Recipient ? 1 : 0;
            }
            rows = recipients.rows();
        }
        long millis = millis(start);
        say("%,d rows in %,d ms, opening included: %,d rows/s, %,d valid", rows, millis, rows * 1000 / millis, valid);
        start = System.nanoTime();
        try (Recipients recipients = Recipients.openAt(source, Suppressions.NONE, rows)) {
            say("restarted behind %d rows in %d ms", recipients.rows(), millis(start));
        }
    }

    private static long millis(long start) {
        return Math.max(1, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private static void write(Path file, Charset charset, long bytes) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, charset)) {
            writer.write("id;email;prénom;nom;ville;note\n");
            long written = 0;
            for (int i = 0; written < bytes; i++) {
                String row = i + ";marie.dupont" + i + "@domaine" + i % 997
                        + ".example;Zoé;\"Dupont; née Lefèvre\";Saint-Étienne;bonne année " + i + "\n";
                writer.write(row);
                written += row.length() + 4;
            }
        }
    }

    private static void say(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
