package org.facteur.message.dkim;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys for the tests of one JVM: an RSA key takes seconds of a processor where code is hardly optimised, as in tests. */
public final class SampleKeys {

    private static final Map<SignatureAlgorithm, DkimKey> KEYS = new ConcurrentHashMap<>();
    private static final Map<SignatureAlgorithm, DkimKey> OTHERS = new ConcurrentHashMap<>();

    private SampleKeys() {}

    /** The same each time, as {@link DkimKey#generate} made it. */
    public static DkimKey of(SignatureAlgorithm algorithm) {
        return KEYS.computeIfAbsent(algorithm, DkimKey::generate);
    }

    /** Not {@link #of}, and the same each time. */
    public static DkimKey another(SignatureAlgorithm algorithm) {
        return OTHERS.computeIfAbsent(algorithm, DkimKey::generate);
    }
}
