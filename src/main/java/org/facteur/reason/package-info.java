/** Why something is so: a key with arguments where it is known, words in the reader's language where it is shown. */
@NullMarked
package org.facteur.reason;

import org.jspecify.annotations.NullMarked;
