package org.facteur.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How it went with one letter. */
public sealed interface Ending {

    /** The server took responsibility (RFC 5321, 4.2.5). */
    record Accepted(Response response) implements Ending {}

    /** The server said no, for now or for good. */
    record Refused(Turn turn, Response response) implements Ending {}

    /** The connection ended, or its answers could not be trusted, and the final dot has not left: the server cannot have the letter. */
    record Broken(Turn turn, IOException cause) implements Ending {}

    /** The final dot has left, and no answer came that can be trusted: the server may have the letter. */
    record Unanswered(IOException cause) implements Ending {}

    /**
     * What was said of other letters, or of the group that it was offered in, ended the connection: this one is as it was.
     *
     * @param because what the server said to the group; null where nothing of it was for this letter
     */
    record NotReached(@Nullable Response because) implements Ending {}

    /** The letter could not be had; nothing is the server's fault. */
    record Unwritten(IOException cause) implements Ending {}
}
