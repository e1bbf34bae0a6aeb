package org.facteur.relay;

/** Where an access token for XOAUTH2 comes from. */
public interface TokenSource {

    /**
     * A token that is still valid.
     *
     * @throws TokenException when none can be had, with a sentence for the user and no secret in it
     */
    String accessToken();

    /** The last token was refused: the next call fetches a new one. */
    void forget();

    /** No token can be had. */
    final class TokenException extends RuntimeException {
        private final boolean refused;

        /**
         * @param refused whether the endpoint said no, as against not being reached
         */
        public TokenException(String message, boolean refused) {
            super(message);
            this.refused = refused;
        }

        public boolean isRefused() {
            return refused;
        }
    }
}
