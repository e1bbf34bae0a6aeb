package org.facteur.message.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;

/**
 * A template that cannot be merged, with where and what to write instead: {@code input/voeux.html:12:8: no column "prenmo" ...}. What is
 * wrong for everybody is said all at once, a line each. The owner can mend it: exit code 65.
 */
public final class TemplateException extends ReasonedException implements Mendable {

    private static final long serialVersionUID = 1;

    private final transient List<Reason> problems;
    private final long contactLine;

    public TemplateException(Reason problem) {
        this(List.of(problem), 0);
    }

    /** @param where a file, or a key of the job file */
    public TemplateException(String where, Reason what) {
        this(Reason.at(where, what));
    }

    private TemplateException(List<Reason> problems, long contactLine) {
        super(Reason.lines(problems), null);
        this.problems = List.copyOf(problems);
        this.contactLine = contactLine;
    }

    /** @param problems at least one; what is said twice is said once */
    public static TemplateException of(Collection<Reason> problems) {
        return new TemplateException(problems.stream().distinct().toList(), 0);
    }

    /** The same problem, met while merging the contact on this line of the contacts file. */
    public TemplateException atContact(long line) {
        List<Reason> located = new ArrayList<>(problems);
        located.replaceAll(problem -> TemplateReason.CONTACT.of(problem, line));
        return new TemplateException(located, line);
    }

    /** One sentence each. */
    public List<Reason> problems() {
        return problems;
    }

    /** Line of the contact whose merge failed, from 1; 0 where the template is wrong for everybody. */
    public long contactLine() {
        return contactLine;
    }

    @Override
    public int exitCode() {
        return ExitCodes.DATA;
    }
}
