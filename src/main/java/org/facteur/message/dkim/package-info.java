/** Signs letters for a domain (RFC 6376, RFC 8463). */
@NullMarked
package org.facteur.message.dkim;

import org.jspecify.annotations.NullMarked;
