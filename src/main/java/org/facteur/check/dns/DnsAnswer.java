package org.facteur.check.dns;

import java.util.List;

/** What came of a question. A record is missing only where an answer came without it. */
public sealed interface DnsAnswer {

    /**
     * There are some.
     *
     * @param values not empty; an address, a name without its final dot, a text with its strings joined; a mail exchanger as its name,
     *     the preferred one first, which is empty where the domain takes no mail (RFC 7505)
     */
    record Records(List<String> values) implements DnsAnswer {
        public Records {
            values = List.copyOf(values);
        }
    }

    /**
     * The DNS says that there are no such records.
     *
     * @param noSuchName nor any other record of that name, nor below it (RFC 8020)
     */
    record None(boolean noSuchName) implements DnsAnswer {}

    /**
     * The DNS did not say: nobody answered in time, or with an error of the server's.
     *
     * @param why in a word of the field, the same in each language: SERVFAIL, REFUSED, TIMEOUT, UNREACHABLE
     */
    record Unanswered(String why) implements DnsAnswer {}

    /** Empty where the DNS has no such record, or did not answer. */
    default List<String> values() {
        return this instanceof Records records ? records.values() : List.of();
    }
}
