/** The packaged program in a process of its own, and a home for it to work in. */
@NullMarked
package org.facteur.packaged;

import org.jspecify.annotations.NullMarked;
