/** Whether a letter holds what belongs to another contact. */
@NullMarked
package org.facteur.check.leak;

import org.jspecify.annotations.NullMarked;
