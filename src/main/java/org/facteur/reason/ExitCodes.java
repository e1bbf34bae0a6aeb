package org.facteur.reason;

/** How a command ends (sysexits.h). */
public final class ExitCodes {

    public static final int DONE = 0;
    /** The command line is wrong. */
    public static final int USAGE = 64;
    /** Contacts or a template are wrong. */
    public static final int DATA = 65;
    /** A file is missing. */
    public static final int NO_INPUT = 66;
    /** A relay cannot be reached. */
    public static final int UNAVAILABLE = 69;
    /** Our own bug. */
    public static final int SOFTWARE = 70;
    /** Paused or busy: run again later. */
    public static final int TRY_LATER = 75;
    /** The relay refused our login. */
    public static final int NO_PERMISSION = 77;
    /** The job file is wrong. */
    public static final int CONFIG = 78;
    /** Ended by SIGHUP: the terminal was closed. */
    public static final int HUNG_UP = 129;
    /** Ended by SIGINT. */
    public static final int INTERRUPTED = 130;
    /** Ended by SIGTERM. */
    public static final int TERMINATED = 143;

    private ExitCodes() {}
}
