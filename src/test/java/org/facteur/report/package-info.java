@NullMarked
package org.facteur.report;

import org.jspecify.annotations.NullMarked;
