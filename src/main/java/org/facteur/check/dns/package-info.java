/** What the DNS says, within a time; what it does not say is known as that. */
@NullMarked
package org.facteur.check.dns;

import org.jspecify.annotations.NullMarked;
