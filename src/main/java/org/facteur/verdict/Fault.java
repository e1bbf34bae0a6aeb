package org.facteur.verdict;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.reason.ExitCodes;
import org.facteur.relay.Phase;

/** What a refusal finds fault with, and so who has to change something before the letter can arrive. */
public enum Fault {
    /** The address: it is of no use. */
    ADDRESS,
    /** What the letter says or how large it is: its author can mend it, and then owes the recipient a letter. */
    LETTER,
    /** The sender's address, which the relay does not take: its owner can mend that. */
    SENDER,
    /** How the sender stands with those who receive. */
    STANDING,
    /** The login at the relay. */
    LOGIN,
    /** The moment: later the same letter may be taken. */
    MOMENT,
    /** Not said. */
    UNKNOWN,
    /** Nothing: the letter was taken. */
    NOTHING;

    /** Those of whom a reply may speak that is the same for every recipient. */
    private static final Set<Fault> OF_THE_MAILING = EnumSet.of(LETTER, SENDER, STANDING, UNKNOWN);

    /** Whether no other recipient would fare better. */
    public boolean isOfTheMailing() {
        return OF_THE_MAILING.contains(this);
    }

    /** Whether somebody on our side has something to mend before the letter can arrive. */
    public boolean mayBeOurs() {
        return isOfTheMailing() || this == LOGIN;
    }

    /** What a run that ends for it exits with, and so does a test letter. */
    public int exitCode() {
        return switch (this) {
            case LETTER -> ExitCodes.DATA;
            case SENDER -> ExitCodes.CONFIG;
            case LOGIN -> ExitCodes.NO_PERMISSION;
            case ADDRESS, STANDING, MOMENT, UNKNOWN, NOTHING -> ExitCodes.UNAVAILABLE;
        };
    }

    /** Whether a reply at this point speaks of the letter or its sender: before anybody was named to the server, or after the whole letter was. */
    public boolean isCertainAt(Phase phase) {
        return (this == LETTER && phase != Phase.RCPT) || (this == SENDER && phase == Phase.MAIL);
    }

    /** The categories that are no fault of the address: its mailbox is there, and would have taken the letter. */
    public static Set<Category> notOfTheAddress() {
        return Arrays.stream(Category.values())
                .filter(category -> category.fault() != ADDRESS && category.fault() != NOTHING)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Category.class)));
    }
}
