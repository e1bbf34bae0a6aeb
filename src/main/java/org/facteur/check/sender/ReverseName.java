package org.facteur.check.sender;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An address from its last part to its first, as the DNS has it below in-addr.arpa, ip6.arpa and a block list's zone. */
final class ReverseName {

    private ReverseName() {}

    /** {@code 1.2.0.192}; of IPv6 a hexadecimal digit a label (RFC 3596, 2.5). */
    static String of(InetAddress address) {
        List<String> labels = new ArrayList<>();
        for (byte b : address.getAddress()) {
            if (address instanceof Inet4Address) {
                labels.add(Integer.toString(b & 0xff));
            } else {
                labels.add(Integer.toHexString((b >> 4) & 0xf));
                labels.add(Integer.toHexString(b & 0xf));
            }
        }
        Collections.reverse(labels);
        return String.join(".", labels);
    }

    /** Where the name of a host stands. */
    static String pointer(InetAddress address) {
        return of(address) + (address instanceof Inet4Address ? ".in-addr.arpa" : ".ip6.arpa");
    }
}
