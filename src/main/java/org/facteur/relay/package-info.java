/** SMTP servers that accept our letters for forwarding, and the conversation with them. */
@NullMarked
package org.facteur.relay;

import org.jspecify.annotations.NullMarked;
