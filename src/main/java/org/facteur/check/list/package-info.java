/** Whether the list is kept well: addresses that nobody reads, and what receivers ask of who writes to so many. */
@NullMarked
package org.facteur.check.list;

import org.jspecify.annotations.NullMarked;
