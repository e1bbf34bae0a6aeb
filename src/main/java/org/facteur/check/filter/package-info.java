/** What real filters say of the letters, asked over their own protocols: SpamAssassin, Rspamd, ClamAV. */
@NullMarked
package org.facteur.check.filter;

import org.jspecify.annotations.NullMarked;
