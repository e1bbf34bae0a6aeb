/** Findings: what a reader or a filter would take offence at, before the first letter leaves. */
@NullMarked
package org.facteur.check;

import org.jspecify.annotations.NullMarked;
