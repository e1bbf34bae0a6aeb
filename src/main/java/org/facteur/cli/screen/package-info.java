/** What a terminal, a log file or a program that listens is shown of a run. */
@NullMarked
package org.facteur.cli.screen;

import org.jspecify.annotations.NullMarked;
