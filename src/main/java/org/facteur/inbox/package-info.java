/** What comes back: what a returned message is, whose it is, and what follows from it. */
@NullMarked
package org.facteur.inbox;

import org.jspecify.annotations.NullMarked;
