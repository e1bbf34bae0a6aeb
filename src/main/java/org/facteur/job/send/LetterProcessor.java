package org.facteur.job.send;

import java.util.function.Supplier;
import org.facteur.dispatch.Dispatch;
import org.facteur.message.LetterComposer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Merges the template with the recipient into a MIME message, with the From of the relay it goes through. */
final class LetterProcessor implements ItemProcessor<SendReader.Item, Assignment> {

    private final Supplier<LetterComposer> composer;
    private final Dispatch dispatch;

    LetterProcessor(Supplier<LetterComposer> composer, Dispatch dispatch) {
        this.composer = composer;
        this.dispatch = dispatch;
    }

    @Override
    public @Nullable Assignment process(SendReader.Item item) {
        if (item instanceof SendReader.Item.Due due) {
            Assignment assignment = due.assignment();
            return assignment.with(composer.get()
                    .compose(
                            assignment.delivery().email(),
                            assignment.delivery().contact(),
                            dispatch.route(assignment.send().lane()).relay().from(),
                            assignment.delivery().messageId()));
        }
        return null;
    }
}
