package org.facteur.message.template;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.facteur.reason.Reason;

/** The names that one template file uses, to be compared with the columns when all of it has been walked. */
final class NamesUsed {

    private record Use(String name, int line) {}

    private final Place place;
    private final TemplateVariables columns;
    /** Names that the template, or one that includes it, gives itself: {@code set}, {@code for}, macro arguments. */
    private final Set<String> given;

    private final List<Use> variables = new ArrayList<>();
    private final List<Use> headings = new ArrayList<>();
    private final List<Use> conditions = new ArrayList<>();

    /** Of all the files of a template. */
    private final List<Reason> problems;

    NamesUsed(Place place, TemplateVariables columns, Set<String> given, List<Reason> problems) {
        this.place = place;
        this.columns = columns;
        this.given = given;
        this.problems = problems;
    }

    void given(String name) {
        given.add(name);
    }

    void variable(String name, int line) {
        variables.add(new Use(name, line));
    }

    /** {@code contact['Prénom']} */
    void heading(String name, int line) {
        headings.add(new Use(name, line));
    }

    /** {@code if prenom} */
    void condition(String name, int line) {
        conditions.add(new Use(name, line));
    }

    /** Every name that no column has, or whose truth would be asked, is a problem. */
    void check() {
        for (Use use : variables) {
            if (!columns.knows(use.name()) && !given.contains(use.name())) {
                problem(use, columns.unknown(use.name()));
            }
        }
        for (Use use : headings) {
            if (!columns.hasHeading(use.name())) {
                problem(use, columns.unknown(use.name()));
            }
        }
        for (Use use : conditions) {
            if (!given.contains(use.name())) {
                problem(use, TemplateReason.CONDITION.of(use.name()));
            }
        }
    }

    private void problem(Use use, Reason what) {
        OptionalInt column = place.column(use.line(), use.name());
        problems.add(
                Reason.at(place.file() + ":" + use.line() + (column.isPresent() ? ":" + column.getAsInt() : ""), what));
    }

    /** @param names what it is about, as the template writes it */
    void problem(int line, Reason what, String... names) {
        problems.add(Reason.at(place.at(line, List.of(names)), what));
    }
}
