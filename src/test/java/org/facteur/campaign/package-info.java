@NullMarked
package org.facteur.campaign;

import org.jspecify.annotations.NullMarked;
