package org.facteur.home;

import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;

/** A home whose {@code var} cannot be made or written to; says what to do about it. */
public final class HomeException extends RuntimeException implements Mendable {

    HomeException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return ExitCodes.NO_INPUT;
    }
}
