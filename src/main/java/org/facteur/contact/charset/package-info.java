/** Which charset a file is written in: by what it says of itself, else by which names and words come out. */
@NullMarked
package org.facteur.contact.charset;

import org.jspecify.annotations.NullMarked;
