package org.facteur.check.canary;

import java.util.List;

/** Sends the first letters to mailboxes of one's own, and waits for them. */
@FunctionalInterface
public interface CanaryPost {

    /** What became of each of them; never an exception for what a server says. */
    List<Flight> flights();
}
