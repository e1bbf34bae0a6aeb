/**
 * The conversation with an SMTP server (RFC 5321): what is said, what is answered, and when an answer cannot be trusted. Knows bytes,
 * sockets and deadlines, nothing of campaigns.
 */
@NullMarked
package org.facteur.smtp;

import org.jspecify.annotations.NullMarked;
