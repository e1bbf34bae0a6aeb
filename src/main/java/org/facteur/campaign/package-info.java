/** The job file, as bound (the Properties records) and as trusted (Campaign). */
@NullMarked
package org.facteur.campaign;

import org.jspecify.annotations.NullMarked;
