@NullMarked
package org.facteur.verdict;

import org.jspecify.annotations.NullMarked;
