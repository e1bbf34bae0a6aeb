package org.facteur.smtp;

/**
 * Where a conversation stands when a script is asked.
 *
 * @param connection 1 for the first connection to the server
 * @param transaction 1 for the first {@code MAIL} the server saw, 0 before it; counted over all connections
 * @param recipient of the running transaction, empty before {@code RCPT}
 * @param line of the message, from 1; 0 outside {@link Step#BODY}
 */
public record Context(int connection, int transaction, String recipient, int line) {}
