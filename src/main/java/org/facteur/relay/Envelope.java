package org.facteur.relay;

import org.facteur.address.EmailAddress;

/** SMTP sender and recipient: one recipient a transaction, so that each reply is about one address. */
public record Envelope(EmailAddress sender, EmailAddress recipient) {}
