package org.facteur.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code strace -f -y} saw of a run: were seals on the disk when their dots left? */
final class SystemCalls {

    /** Of letters whose final dot left, in order. */
    private final List<String> dots = new ArrayList<>();

    /** Of those whose seal was not on the disk then. */
    private final List<String> tooEarly = new ArrayList<>();

    private static final Pattern CALL = Pattern.compile("(\\d+) +[\\d.]+ (\\w+)\\(\\d+<([^>]*)>(.*)");
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +[\\d.]+ <\\.\\.\\. (\\w+) resumed>(.*)");
    private static final Pattern SEAL =
            Pattern.compile("INSERT INTO DELIVERY VALUES\\(\\d+,'[^']*','([^']*)'.*'SENDING'.*");
    private static final Pattern RECIPIENT = Pattern.compile("RCPT TO:<([^>]*)>");
    // strace prints a line break as two characters each.
    private static final Pattern DOT = Pattern.compile("(?:, \"|\\\\r\\\\n)\\.\\\\r\\\\n");

    private final Set<String> written = new HashSet<>();
    private final Set<String> synced = new HashSet<>();
    private final Map<String, Set<String>> syncing = new HashMap<>();
    private final Map<String, String> recipients = new HashMap<>();

    /** @param lines of strace, in order of time; a call that others interrupted is on two of them */
    static SystemCalls of(List<String> lines) {
        SystemCalls calls = new SystemCalls();
        for (String line : lines) {
            Matcher call = CALL.matcher(line);
            Matcher resumed = RESUMED.matcher(line);
            if (call.matches()) {
                calls.began(call.group(1), call.group(2), call.group(3), call.group(4));
            } else if (resumed.matches()) {
                calls.ended(resumed.group(1), resumed.group(2), resumed.group(3));
            }
        }
        return calls;
    }

    private void began(String thread, String name, String file, String rest) {
        boolean ledger = file.endsWith("/ledger.log");
        if (ledger && name.endsWith("sync")) {
            // What is written from here on may come too late for it.
            syncing.put(thread, Set.copyOf(written));
            if (!rest.contains("<unfinished")) {
                ended(thread, name, rest);
            }
        } else if (ledger) {
            for (String statement : rest.split("\\\\n", -1)) {
                Matcher seal = SEAL.matcher(statement);
                if (seal.find()) {
                    written.add(seal.group(1));
                }
            }
        } else if (file.startsWith("socket:") || file.startsWith("TCP")) {
            sent(file, rest);
        }
    }

    private void ended(String thread, String name, String rest) {
        if (name.endsWith("sync") && rest.endsWith("= 0")) {
            synced.addAll(syncing.getOrDefault(thread, Set.of()));
        }
        syncing.remove(thread);
    }

    private void sent(String socket, String data) {
        Matcher recipient = RECIPIENT.matcher(data);
        if (recipient.find()) {
            recipients.put(socket, recipient.group(1));
        }
        if (DOT.matcher(data).find()) {
            String letter = recipients.getOrDefault(socket, "nobody");
            dots.add(letter);
            if (!synced.contains(letter)) {
                tooEarly.add(letter);
            }
        }
    }

    List<String> dots() {
        return dots;
    }

    List<String> tooEarly() {
        return tooEarly;
    }
}
