package org.facteur.contact;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.facteur.address.EmailAddress;

/**
 * Which addresses stood in earlier rows, and where: 12 bytes an address, so that a million of them need no database. It keeps 64
 * bits of a hash; that two of a million addresses share them happens once in thirty million files.
 */
public final class SeenAddresses {

    private final MessageDigest sha = sha();
    private long[] hashes = new long[1 << 10];
    private int[] lines = new int[1 << 10];
    private int size;

    /**
     * @param line of the contacts file, from 1
     * @return the line where the address stood first; 0: nowhere so far
     */
    public int add(EmailAddress address, long line) {
        if (size * 2 > hashes.length) {
            grow();
        }
        byte[] digest = sha.digest(address.toString().getBytes(StandardCharsets.UTF_8));
        return put(ByteBuffer.wrap(digest).getLong(), (int) line);
    }

    private int put(long hash, int line) {
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (lines[slot] != 0) {
            if (hashes[slot] == hash) {
                return lines[slot];
            }
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        lines[slot] = line;
        size++;
        return 0;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldLines = lines;
        hashes = new long[oldHashes.length * 2];
        lines = new int[oldLines.length * 2];
        size = 0;
        for (int i = 0; i < oldLines.length; i++) {
            if (oldLines[i] != 0) {
                put(oldHashes[i], oldLines[i]);
            }
        }
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
