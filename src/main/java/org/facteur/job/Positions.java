package org.facteur.job;

import org.facteur.contact.Position;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** The reader's place in the contacts file, as an execution context holds it: longs only. */
final class Positions {

    private static final String BYTES = "enlist.bytes";
    private static final String CHARACTERS = "enlist.characters";
    private static final String LINE = "enlist.line";
    private static final String RECORD = "enlist.record";

    private static final String LEFT_OUT = "enlist.leftOut";

    private Positions() {}

    static boolean isKept(ExecutionContext context) {
        return context.containsKey(BYTES);
    }

    static Position read(ExecutionContext context) {
        return new Position(
                context.getLong(BYTES),
                context.getLong(CHARACTERS),
                context.getLong(LINE),
                context.getLong(RECORD),
                context.getLong(LEFT_OUT));
    }

    static void keep(Position position, ExecutionContext context) {
        context.putLong(BYTES, position.bytes());
        context.putLong(CHARACTERS, position.characters());
        context.putLong(LINE, position.line());
        context.putLong(RECORD, position.record());
        context.putLong(LEFT_OUT, position.leftOut());
    }
}
