package org.facteur.relay;

import java.util.Locale;

/** This machine, told by a host's name alone: a look-up could be answered by anybody. */
public final class Loopback {

    private Loopback() {}

    /** @param host a name or an address, an IPv6 one with or without brackets and in its long form too */
    public static boolean is(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.matches("127(\\.\\d{1,3}){3}")
                || name.matches("::1|(0+:){7}0*1|\\[(::1|(0+:){7}0*1)]");
    }
}
