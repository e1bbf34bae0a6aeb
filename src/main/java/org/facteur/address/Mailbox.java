package org.facteur.address;

import org.jspecify.annotations.Nullable;

/**
 * An address with the name to show beside it (RFC 5322, 3.4).
 *
 * @param displayName as people read it, not encoded; null where there is none
 */
public record Mailbox(@Nullable String displayName, EmailAddress address) {}
