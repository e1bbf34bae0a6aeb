/** Several processes that send one campaign, and what becomes of it when they die. */
@NullMarked
package org.facteur.cluster;

import org.jspecify.annotations.NullMarked;
