@NullMarked
package org.facteur.ledger;

import org.jspecify.annotations.NullMarked;
