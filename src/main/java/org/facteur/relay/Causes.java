package org.facteur.relay;

import jakarta.mail.MessagingException;
import org.jspecify.annotations.Nullable;

/** What went wrong on the network, in a few words. */
final class Causes {

    private Causes() {}

    static Throwable root(Throwable e) {
        Throwable root = e;
        @Nullable Throwable next = next(root);
        for (int depth = 0; next != null && next != root && depth < 20; depth++) {
            root = next;
            next = next(root);
        }
        return root;
    }

    static String of(Throwable e) {
        Throwable root = root(e);
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        if (message.contains("[EOF]")) {
            return "the relay closed the connection";
        }
        return message.strip().replaceAll("\\s+", " ");
    }

    private static @Nullable Throwable next(Throwable e) {
        if (e instanceof MessagingException messaging && messaging.getNextException() != null) {
            return messaging.getNextException();
        }
        return e.getCause();
    }
}
