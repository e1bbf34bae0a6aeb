/** The contacts file: rows with line numbers, whatever their charset and delimiter. */
@NullMarked
package org.facteur.contact;

import org.jspecify.annotations.NullMarked;
