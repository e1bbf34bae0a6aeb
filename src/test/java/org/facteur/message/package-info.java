@NullMarked
package org.facteur.message;

import org.jspecify.annotations.NullMarked;
