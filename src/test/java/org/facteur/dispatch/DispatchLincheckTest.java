package org.facteur.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.address.Domain;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.dispatch.queue.Choice;
import org.facteur.pace.Timing;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Threads that choose, admit, follow, put back and end letters at random, while others look and a relay asks for fewer connections: each
 * letter is sent once, no more are in flight than connections, and nobody waits for ever.
 */
@Tag("lincheck")
public class DispatchLincheckTest {

    /** More than the threads of one scenario can send. */
    private static final int LETTERS = 50;

    private static final int CONNECTIONS = 2;

    private static final Campaign CAMPAIGN = campaign();

    private final Dispatch dispatch = new Dispatch(
            CAMPAIGN,
            new ProviderLimits(CAMPAIGN.pace().perDomain(), new ProviderLookup()),
            Timing.system(),
            new Stop());
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Set<Long> sent = ConcurrentHashMap.newKeySet();

    public DispatchLincheckTest() {
        dispatch.startChunk();
        for (int id = 1; id <= LETTERS; id++) {
            dispatch.add(id, new Domain("example.org"), false, 0, null);
        }
    }

    private static Campaign campaign() {
        try {
            Path folder = Files.createTempDirectory("dispatch");
            Files.writeString(folder.resolve("contacts.csv"), "email\n");
            Files.writeString(folder.resolve("letter.txt"), "Bonjour");
            Path job = Files.writeString(folder.resolve("job.yaml"), """
                    campaign:
                      name: voeux
                      from: zythom@ecole.example
                      contacts: { file: contacts.csv }
                      message: { subject: Bonjour, text: letter.txt }
                      relays: [ ecole ]
                    relays:
                      ecole: { host: 127.0.0.1, port: 25, tls: none, connections: %d }
                    """.formatted(CONNECTIONS));
            return JobFile.load(job, Map.of(), Map.of(), folder, Purpose.LOOK);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Choice.Send next() {
        if (dispatch.next() instanceof Choice.Send send) {
            return send;
        }
        throw new IllegalStateException("no letter, though there are many");
    }

    private boolean begin(Choice.Send send) {
        return sent.add(send.id()) && inFlight.incrementAndGet() <= CONNECTIONS;
    }

    private void end(Choice.Send send) {
        inFlight.decrementAndGet();
        dispatch.end(send, Timing.system().instant(), true);
    }

    @Operation
    public boolean send() throws InterruptedException {
        Choice.Send send = next();
        boolean sound = dispatch.admit(send) && begin(send);
        end(send);
        return sound;
    }

    /** Two letters over one connection, the second before the first has ended. */
    @Operation
    public boolean sendTwo() throws InterruptedException {
        Choice.Send first = next();
        boolean sound = dispatch.admit(first) && begin(first);
        Choice.Send second = next();
        if (dispatch.follows(second, first)) {
            inFlight.decrementAndGet();
            dispatch.end(first, Timing.system().instant(), true);
            sound &= begin(second);
            end(second);
        } else {
            end(first);
            dispatch.putBack(List.of(second));
        }
        return sound;
    }

    @Operation
    public boolean putBack() {
        Choice.Send first = next();
        Choice.Send second = next();
        dispatch.putBack(List.of(first, second));
        return true;
    }

    @Operation
    public boolean connections(@Param(gen = BooleanGen.class) boolean fewer) {
        dispatch.apply(RelayStanding.of(CAMPAIGN.relays().get(0).relay().account(), fewer ? 1 : CONNECTIONS));
        return true;
    }

    @Operation
    public boolean look() {
        dispatch.usage();
        dispatch.plan();
        return dispatch.queued() <= LETTERS;
    }

    /** One after the other, all of it goes well. */
    public static class OneAfterTheOther {

        public boolean send() {
            return true;
        }

        public boolean sendTwo() {
            return true;
        }

        public boolean putBack() {
            return true;
        }

        public boolean connections(boolean fewer) {
            return true;
        }

        public boolean look() {
            return true;
        }
    }

    @Test
    void each_letter_is_sent_once_within_the_connections_and_nobody_waits_for_ever() {
        new StressOptions()
                .iterations(Integer.getInteger("lincheck.iterations", 10))
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(4)
                .sequentialSpecification(OneAfterTheOther.class)
                .check(DispatchLincheckTest.class);
    }
}
