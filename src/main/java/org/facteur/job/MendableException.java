package org.facteur.job;

/** Something the user can mend; the message says where, what, and what to write instead. */
public final class MendableException extends RuntimeException {

    private final int exitCode;

    public MendableException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
