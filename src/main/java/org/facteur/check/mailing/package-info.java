/** The whole question before the first letter leaves: every letter is merged and looked at, and each family of checks is asked. */
@NullMarked
package org.facteur.check.mailing;

import org.jspecify.annotations.NullMarked;
