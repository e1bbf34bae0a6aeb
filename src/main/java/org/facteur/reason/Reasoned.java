package org.facteur.reason;

/** A failure that says why; its message is the English of the reason. */
public interface Reasoned {

    Reason reason();

    /** Why it failed; of a failure that is not ours its own text. */
    static Reason of(Throwable failure) {
        return failure instanceof Reasoned reasoned
                ? reasoned.reason()
                : Reason.verbatim(String.valueOf(failure.getMessage()));
    }
}
