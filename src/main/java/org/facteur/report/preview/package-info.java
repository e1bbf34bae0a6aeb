/** The letters before they leave, as files and as a page to leaf through. */
@NullMarked
package org.facteur.report.preview;

import org.jspecify.annotations.NullMarked;
