/** Step send: letter by letter from the ledger to a relay, and what the replies mean. */
@NullMarked
package org.facteur.job.send;

import org.jspecify.annotations.NullMarked;
