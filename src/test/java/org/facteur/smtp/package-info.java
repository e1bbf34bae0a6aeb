/** An SMTP server on loopback that tests can script, and that remembers what it saw. */
@NullMarked
package org.facteur.smtp;

import org.jspecify.annotations.NullMarked;
