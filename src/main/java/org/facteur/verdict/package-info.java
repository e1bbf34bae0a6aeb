/** What a server's reply means, and what a run does about it. Pure. */
@NullMarked
package org.facteur.verdict;

import org.jspecify.annotations.NullMarked;
