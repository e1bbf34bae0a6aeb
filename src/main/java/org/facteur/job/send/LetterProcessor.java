package org.facteur.job.send;

import java.util.function.Supplier;
import org.facteur.campaign.Campaign;
import org.facteur.message.LetterComposer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Merges the template with the recipient into a MIME message, with the From of the relay it goes through. The connection that is to carry the letter
 * has it done when its turn comes: so letters are merged while others are on their way, and none waits in memory for its chunk (ADR 31).
 */
final class LetterProcessor implements ItemProcessor<SendReader.Item, Assignment> {

    private final Supplier<LetterComposer> composer;
    private final Campaign campaign;

    LetterProcessor(Supplier<LetterComposer> composer, Campaign campaign) {
        this.composer = composer;
        this.campaign = campaign;
    }

    @Override
    public @Nullable Assignment process(SendReader.Item item) {
        return item instanceof SendReader.Item.Due due ? merged(due.assignment()) : null;
    }

    Assignment merged(Assignment assignment) {
        return assignment.with(() -> composer.get()
                .compose(
                        assignment.delivery().email(),
                        assignment.delivery().contact(),
                        assignment.relay(campaign).from(),
                        assignment.delivery().messageId()));
    }
}
