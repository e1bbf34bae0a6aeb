/** Whether receivers will believe that the letters are from whom they say: SPF, DKIM, DMARC, and what lists say of the sender. */
@NullMarked
package org.facteur.check.sender;

import org.jspecify.annotations.NullMarked;
