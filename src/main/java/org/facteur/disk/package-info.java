/** Files that only their owner may read, from their first instant on: whatever a mailing leaves holds addresses. */
@NullMarked
package org.facteur.disk;

import org.jspecify.annotations.NullMarked;
