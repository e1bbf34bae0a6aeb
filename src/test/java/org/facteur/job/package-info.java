@NullMarked
package org.facteur.job;

import org.jspecify.annotations.NullMarked;
