package org.facteur.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.facteur.verdict.Category;
import org.facteur.verdict.Trigrams;
import org.jspecify.annotations.Nullable;

/** Reads delivery status notifications (RFC 3464), wherever they stand in the message. */
final class DeliveryReports {

    /** What became of a recipient (RFC 3464, 2.3.3). */
    private enum Action {
        FAILED,
        DELAYED,
        DELIVERED
    }

    /** What all reports of one message say together. */
    record Said(ReturnKind kind, List<ReturnedRecipient> recipients, Headers message) {}

    private final Diagnosis diagnosis;

    DeliveryReports(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /**
     * Empty where there is no report, or it says nothing.
     *
     * @param prose what the message says beside it
     * @param returned header fields of the letter that came back
     */
    Optional<Said> read(Mail mail, Supplier<FreeForm> prose, Supplier<Headers> returned) {
        List<ReportFields> reports = reports(mail);
        if (reports.isEmpty()) {
            return Optional.empty();
        }
        FreeForm text = prose.get();
        Headers copy = returned.get();
        Headers message = new Headers();
        List<ReturnedRecipient> recipients = new ArrayList<>();
        boolean failed = false;
        boolean delayed = false;
        boolean said = false;
        for (ReportFields report : reports) {
            message.fillFrom(report.message());
            List<Headers> groups =
                    report.recipients().isEmpty() && report.message().hasAny("action", "status")
                            ? List.of(report.message())
                            : report.recipients();
            for (Headers group : groups) {
                group.fillFrom(onlyAboutRecipients(report.message()));
                Action action = action(group, mail);
                failed |= action == Action.FAILED;
                delayed |= action == Action.DELAYED;
                said = true;
                recipient(group, action, text, copy).ifPresent(recipients::add);
            }
        }
        if (!said) {
            return Optional.empty();
        }
        ReturnKind kind = failed ? ReturnKind.BOUNCE : delayed ? ReturnKind.DELAY : ReturnKind.DELIVERED;
        boolean bounced = failed;
        recipients.removeIf(one -> bounced && !one.failed());
        return Optional.of(new Said(kind, merged(recipients), message));
    }

    private static List<ReportFields> reports(Mail mail) {
        List<ReportFields> reports = new ArrayList<>();
        for (Mail.Part part : mail.parts()) {
            boolean typed = part.type().startsWith("message/") && part.isReport();
            boolean trusted = part.embedded() == 0 || (typed && mail.text().isBlank());
            if (part.isReport() && trusted) {
                reports.add(ReportFields.of(part.text()));
            }
        }
        return reports;
    }

    private static Headers onlyAboutRecipients(Headers message) {
        Headers about = new Headers();
        for (String name : List.of("action", "status", "diagnostic-code")) {
            message.all(name).forEach(value -> about.add(name, value));
        }
        return about;
    }

    private static Action action(Headers group, Mail mail) {
        String action = group.first("action").toLowerCase(Locale.ROOT);
        if (action.startsWith("fail") || action.startsWith("expired") || action.startsWith("undeliver")) {
            return Action.FAILED;
        } else if (action.startsWith("delay")) {
            return Action.DELAYED;
        } else if (action.startsWith("deliver") || action.startsWith("relay") || action.startsWith("expan")) {
            return Action.DELIVERED;
        }
        String status = group.first("status");
        if (status.startsWith("2")) {
            return Action.DELIVERED;
        }
        String subject = Texts.folded(mail.headers().first("subject"));
        return status.startsWith("4") && Vocabulary.DELAY.areIn(new Trigrams(subject)) ? Action.DELAYED : Action.FAILED;
    }

    private Optional<ReturnedRecipient> recipient(Headers group, Action action, FreeForm text, Headers copy) {
        String address = address(group, text, copy);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        String diagnostic = String.join(" ", group.all("diagnostic-code"));
        String status = status(group.first("status"), diagnostic);
        if (action == Action.DELIVERED) {
            return Optional.of(new ReturnedRecipient(address, false, null, status, blankToNull(diagnostic)));
        }
        List<String> said = new ArrayList<>(List.of(diagnostic));
        if (text.recipients().containsKey(address)) {
            said.add(text.recipients().get(address));
        }
        said.add(group.first("x-supplementary-info"));
        Category category = diagnosis.of(said, status);
        if (category == Category.UNKNOWN_PERMANENT || category == Category.UNKNOWN_TRANSIENT) {
            Category told = diagnosis.of(text.paragraphs(), status);
            category = told == Category.UNKNOWN_PERMANENT || told == Category.UNKNOWN_TRANSIENT ? category : told;
        }
        return Optional.of(new ReturnedRecipient(
                address, action == Action.FAILED, category, status, blankToNull(Texts.cut(diagnostic, 1_000))));
    }

    /** The address that we wrote to, where the report tells it from the one that it was forwarded to. */
    private static String address(Headers group, FreeForm text, Headers copy) {
        String last = typed(group.first("final-recipient"));
        String original = typed(group.first("original-recipient"));
        List<String> written = Texts.addresses(copy.first("to"));
        List<String> named = new ArrayList<>(List.of(original, last));
        named.addAll(Texts.addresses(group.first("x-actual-recipient")));
        named.removeIf(String::isEmpty);
        for (String address : named) {
            if (written.contains(address)) {
                return address;
            }
        }
        if (!named.isEmpty()) {
            return named.get(0);
        }
        return text.recipients().size() == 1
                ? text.recipients().keySet().iterator().next()
                : written.size() == 1 ? written.get(0) : "";
    }

    /** {@code rfc822; a@b}, and what other types and habits there are. */
    private static String typed(String value) {
        return Texts.address(
                value.substring(value.indexOf(';') + 1).replaceFirst("(?i)^\\s*<?(?:smtp|im|rfc822|internet)[:;]", ""));
    }

    private static @Nullable String status(String field, String diagnostic) {
        String status = Diagnosis.status(field);
        String said = Diagnosis.status(diagnostic);
        boolean generic = status == null || status.endsWith(".0.0");
        return generic && said != null && (status == null || said.charAt(0) == status.charAt(0)) ? said : status;
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : Texts.oneLine(text);
    }

    /** A server that retries may say the same of a recipient twice. */
    private static List<ReturnedRecipient> merged(List<ReturnedRecipient> recipients) {
        Map<String, ReturnedRecipient> merged = new LinkedHashMap<>();
        recipients.forEach(one -> merged.putIfAbsent(one.address(), one));
        return List.copyOf(merged.values());
    }
}
