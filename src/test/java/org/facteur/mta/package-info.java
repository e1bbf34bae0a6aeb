/** Real mail servers, where the machine has them: Debian's Postfix and Postgrey, each with files and ports of its own. */
@NullMarked
package org.facteur.mta;

import org.jspecify.annotations.NullMarked;
