package org.facteur.relay;

/** How a connection is encrypted. */
public enum Tls {
    /** RFC 3207, required: no letter leaves without it. */
    STARTTLS,
    /** RFC 8314: TLS from the first byte. */
    IMPLICIT,
    /** Loopback only. */
    NONE
}
