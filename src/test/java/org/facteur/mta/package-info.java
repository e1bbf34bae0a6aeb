/** Real mail servers and filters, where the machine has them: Debian's Postfix, Postgrey, SpamAssassin …, each with files and ports of its own. */
@NullMarked
package org.facteur.mta;

import org.jspecify.annotations.NullMarked;
