package org.facteur.message;

import jakarta.mail.internet.MimeMessage;

/**
 * A template merged with one recipient: what is sent. Every part is 7-bit on the wire already, so that no relay has a reason
 * to rewrite it.
 *
 * @param messageId with its angle brackets; derived from campaign and address, the same in every attempt; random for a letter that
 *     counts for no recipient
 */
public record Letter(String messageId, MimeMessage message) {}
