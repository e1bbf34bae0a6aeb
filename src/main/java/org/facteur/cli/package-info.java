/** The command line: one picocli command per class, and the exit codes. */
@NullMarked
package org.facteur.cli;

import org.jspecify.annotations.NullMarked;
