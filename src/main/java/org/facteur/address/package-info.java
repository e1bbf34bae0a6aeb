/** E-mail addresses, domains and mailboxes: valid and normalised from construction on. Pure. */
@NullMarked
package org.facteur.address;

import org.jspecify.annotations.NullMarked;
