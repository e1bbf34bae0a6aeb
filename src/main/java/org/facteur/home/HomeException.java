package org.facteur.home;

/** A home whose {@code var} cannot be made or written to; says what to do about it. */
public final class HomeException extends RuntimeException {

    HomeException(String message, Throwable cause) {
        super(message, cause);
    }
}
