package org.facteur.contact;

import org.facteur.address.EmailAddress;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Who is not written to any more, whatever the contacts file says. */
@FunctionalInterface
public interface Suppressions {

    Suppressions NONE = address -> null;

    /** Why the address is not written to, for the owner; null where it may be. */
    @Nullable
    Reason reason(EmailAddress address);
}
