package org.facteur.verdict;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.relay.EnhancedStatus;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;

/** A reply as people paste it: bare, from a mail log, from a bounce, from a table. */
final class RawReply {

    private static final Pattern TABLE =
            Pattern.compile("\\s*(\\d{3}|-)\\t\\s*([245]\\.\\d{1,3}\\.\\d{1,3}|-)\\s*\\t([^\\t]*).*", Pattern.DOTALL);

    /** Postfix: {@code host mx.example.org[192.0.2.1] said: 550 5.1.1 ...}; Exim: {@code SMTP error from remote mail server after RCPT TO:<...>: 550 ...}. */
    private static final Pattern LOG = Pattern.compile(
            "(?:.*\\bsaid:|.*refused to talk to me:|.*\\bSMTP error from remote (?:mail )?server[^\\n]*?:|(?:Diagnostic-Code:\\s*)?(?:smtp|x-postfix|unknown);)"
                    + "\\s*(?=[245]\\d\\d[ -]|[245]\\.\\d)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DIAGNOSTIC =
            Pattern.compile("(?:Diagnostic-Code:\\s*)?(?:smtp|x-postfix|unknown);\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMAND =
            Pattern.compile("\\s*\\(in reply to (?:the )?(.{1,40}?) command\\)+\\s*$", Pattern.CASE_INSENSITIVE);

    /** Some logs put the lines of a reply on one: {@code 550-5.1.1 first 550 5.1.1 second}. */
    private static final Pattern NEXT_LINE = Pattern.compile("\\s+(?=(\\d{3})[ -][245]\\.\\d{1,3}\\.\\d{1,3}\\b)");

    private RawReply() {}

    static Reply parse(String raw) {
        Matcher table = TABLE.matcher(raw);
        if (table.matches()) {
            int code = table.group(1).equals("-") ? 0 : Integer.parseInt(table.group(1));
            EnhancedStatus enhanced = EnhancedStatus.parse(table.group(2)).orElse(null);
            return new Reply(Phase.DOT, code, enhanced, broken(table.group(3)).strip());
        }
        String text = broken(raw).strip();
        Matcher command = COMMAND.matcher(text);
        Phase phase = Phase.DOT;
        if (command.find()) {
            phase = phase(command.group(1));
            text = text.substring(0, command.start());
        }
        return Reply.parse(phase, withLines(withoutLog(text)));
    }

    /** What a shell cannot easily say: a backslash and an n stand for a line break. */
    private static String broken(String text) {
        return text.replace("\\r", "").replace("\\n", "\n");
    }

    private static String withoutLog(String text) {
        Matcher log = LOG.matcher(text);
        if (log.lookingAt()) {
            return text.substring(log.end());
        }
        Matcher diagnostic = DIAGNOSTIC.matcher(text);
        return diagnostic.lookingAt() ? text.substring(diagnostic.end()) : text;
    }

    private static String withLines(String text) {
        if (text.length() < 4 || text.charAt(3) != '-') {
            return text;
        }
        Matcher next = NEXT_LINE.matcher(text);
        String code = text.substring(0, 3);
        return next.replaceAll(line -> line.group(1).equals(code) ? "\n" : " ");
    }

    private static Phase phase(String command) {
        String first = command.toLowerCase(Locale.ROOT);
        if (first.startsWith("end of data") || first.endsWith("end of data")) {
            return Phase.DOT;
        }
        return switch (first.split("[ :]", 2)[0]) {
            case "helo", "ehlo", "lhlo" -> Phase.EHLO;
            case "starttls" -> Phase.STARTTLS;
            case "auth" -> Phase.AUTH;
            case "mail" -> Phase.MAIL;
            case "rcpt" -> Phase.RCPT;
            case "data" -> Phase.DATA;
            default -> Phase.DOT;
        };
    }
}
