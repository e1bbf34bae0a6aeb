package org.facteur.contact;

/**
 * Where the next row begins, in terms that survive a restart. It holds for one state of one file.
 *
 * @param bytes from the beginning of the file, byte order mark included; 0 where the charset allows no jump (some of two bytes)
 * @param characters of UTF-16 from the beginning of the text, without the byte order mark
 * @param line lines that end before it
 * @param record rows read before it, headings and blank lines not counted
 * @param leftOut those of them that {@code where} left out
 */
public record Position(long bytes, long characters, long line, long record, long leftOut) {}
