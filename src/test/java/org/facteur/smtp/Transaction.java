package org.facteur.smtp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the server saw of one {@code MAIL} and what followed. Instants are null for what has not happened. */
public final class Transaction {

    private final int connection;
    private final int number;
    private final String sender;
    private final Instant mailAt;
    private volatile String recipient = "";
    private volatile @Nullable Instant rcptAt;
    private volatile @Nullable Instant dotAt;
    private volatile @Nullable Instant repliedAt;
    private volatile byte[] message = {};
    private volatile boolean accepted;

    Transaction(int connection, int number, String sender, Instant mailAt) {
        this.connection = connection;
        this.number = number;
        this.sender = sender;
        this.mailAt = mailAt;
    }

    void recipient(String address, Instant at) {
        recipient = address;
        rcptAt = at;
    }

    void dot(byte[] bytes, Instant at) {
        message = bytes;
        dotAt = at;
    }

    void accept() {
        accepted = true;
    }

    void replied(Instant at) {
        repliedAt = at;
    }

    public int connection() {
        return connection;
    }

    public int number() {
        return number;
    }

    public String sender() {
        return sender;
    }

    /** The last one that was accepted, or empty. */
    public String recipient() {
        return recipient;
    }

    public Instant mailAt() {
        return mailAt;
    }

    public @Nullable Instant rcptAt() {
        return rcptAt;
    }

    public @Nullable Instant dotAt() {
        return dotAt;
    }

    public @Nullable Instant repliedAt() {
        return repliedAt;
    }

    /** Without dot-stuffing, lines ending in CRLF; empty until the final dot. */
    public byte[] message() {
        return message.clone();
    }

    public String messageText() {
        return new String(message, StandardCharsets.UTF_8);
    }

    /** Whether the final dot was answered positively, or was going to be when the connection ended. */
    public boolean accepted() {
        return accepted;
    }
}
