/** The packaged program killed, stopped, cut off and starved, and what became of the letters. */
@NullMarked
package org.facteur.crash;

import org.jspecify.annotations.NullMarked;
