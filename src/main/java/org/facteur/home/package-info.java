/** The folder of a mailing: its lock, which ledger it has, and files that are their owner's alone. */
@NullMarked
package org.facteur.home;

import org.jspecify.annotations.NullMarked;
