/** The durable record of every recipient's state and every attempt. */
@NullMarked
package org.facteur.ledger;

import org.jspecify.annotations.NullMarked;
