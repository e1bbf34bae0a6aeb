/** Where the ledger is kept, in files or at a server: opening it, its one writer, and whether it still knows what it knew. */
@NullMarked
package org.facteur.ledger.store;

import org.jspecify.annotations.NullMarked;
