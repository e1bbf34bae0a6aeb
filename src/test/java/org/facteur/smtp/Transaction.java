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
    private volatile String asked = "";
    private volatile String recipient = "";
    private volatile @Nullable Instant rcptAt;
    private volatile @Nullable Instant dotAt;
    private volatile @Nullable Instant repliedAt;
    private volatile byte[] message = {};
    private volatile boolean accepted;
    private volatile boolean over;

    Transaction(int connection, int number, String sender, Instant mailAt) {
        this.connection = connection;
        this.number = number;
        this.sender = sender;
        this.mailAt = mailAt;
    }

    void asked(String address) {
        asked = address;
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

    /** Whether it was running until now. */
    boolean end() {
        boolean was = !over;
        over = true;
        return was;
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

    /** The last one that was given, whatever it was answered; empty before RCPT. */
    public String asked() {
        return asked;
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

    /** Whether it was answered for good, taken back, or its connection has ended. */
    public boolean isOver() {
        return over;
    }
}
