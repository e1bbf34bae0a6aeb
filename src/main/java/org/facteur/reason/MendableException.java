package org.facteur.reason;

/** Something the user can mend; the reason says where, what, and what to write instead. */
public final class MendableException extends ReasonedException implements Mendable {

    private final int exitCode;

    public MendableException(Reason reason, int exitCode) {
        super(reason, null);
        this.exitCode = exitCode;
    }

    @Override
    public int exitCode() {
        return exitCode;
    }
}
