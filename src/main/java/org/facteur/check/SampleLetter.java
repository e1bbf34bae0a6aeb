package org.facteur.check;

import org.facteur.address.EmailAddress;
import org.facteur.message.ReadLetter;

/**
 * One of the letters that would leave.
 *
 * @param line of its contact in the contacts file
 * @param bytes as they leave (RFC 5322, CRLF), except for dot stuffing; not to be changed
 * @param read the same, taken apart
 */
@SuppressWarnings("ArrayRecordComponent")
public record SampleLetter(EmailAddress to, long line, byte[] bytes, ReadLetter read) {}
