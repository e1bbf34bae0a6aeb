package org.facteur.check;

/** How much a finding weighs. */
public enum Severity {
    /** The letter surely breaks, leaks or is refused: nothing leaves unless its owner accepts it. */
    ERROR,
    /** Likely to hurt. */
    WARN,
    /** What applies to this mailing. */
    INFO,
    /** Could not be asked; counted neither way, unless the job file requires an answer. */
    UNKNOWN
}
