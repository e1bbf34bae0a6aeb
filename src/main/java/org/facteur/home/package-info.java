/** The folder of a mailing: its lock, which ledger it has, the key of its Message-IDs. */
@NullMarked
package org.facteur.home;

import org.jspecify.annotations.NullMarked;
