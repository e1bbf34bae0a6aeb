/** The first letters, sent to mailboxes of one's own: where they arrived, and what their receivers say of SPF, DKIM and DMARC. */
@NullMarked
package org.facteur.check.canary;

import org.jspecify.annotations.NullMarked;
