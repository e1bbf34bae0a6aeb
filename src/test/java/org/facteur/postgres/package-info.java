/** Ledgers on a PostgreSQL server, which the tests start themselves. */
@NullMarked
package org.facteur.postgres;

import org.jspecify.annotations.NullMarked;
