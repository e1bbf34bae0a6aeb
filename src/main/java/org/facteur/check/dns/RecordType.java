package org.facteur.check.dns;

import org.xbill.DNS.Type;

/** What may be asked for. */
public enum RecordType {
    A(Type.A),
    AAAA(Type.AAAA),
    MX(Type.MX),
    PTR(Type.PTR),
    TXT(Type.TXT);

    private final int number;

    RecordType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
