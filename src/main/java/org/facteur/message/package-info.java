/** From a template and a contact to a MIME message. */
@NullMarked
package org.facteur.message;

import org.jspecify.annotations.NullMarked;
