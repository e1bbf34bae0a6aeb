package org.facteur.job.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Contact;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.ProviderLimits;
import org.facteur.dispatch.RelayStanding;
import org.facteur.dispatch.Stop;
import org.facteur.dispatch.queue.Choice;
import org.facteur.job.MailingFixture;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.store.LedgerException;
import org.facteur.message.Letter;
import org.facteur.message.template.MissingFileException;
import org.facteur.pace.SimulatedTiming;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.relay.Envelope;
import org.facteur.relay.RelayClient;
import org.facteur.relay.Seal;
import org.facteur.relay.Submission;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.infrastructure.item.Chunk;

@Timeout(60)
@Tag("ledger")
class SmtpWriterTest {

    private static final CompletableFuture<Void> ON_THE_DISK = CompletableFuture.completedFuture(null);

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();
    private final SimulatedTiming clock = new SimulatedTiming(MailingFixture.START);
    private final Stop stop = new Stop();
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Map<Long, RelayClient> deliveredBy = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    private Campaign campaign;
    private Dispatch dispatch;

    @BeforeEach
    void open() {
        campaign = MailingFixture.in(folder)
                .relay("ecole", server, "connections: 3")
                .contacts(1)
                .load();
        dispatch = new Dispatch(
                campaign,
                new ProviderLimits(campaign.pace().perDomain(), domain -> java.util.Optional.empty()),
                clock,
                stop);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void each_letter_goes_once_and_no_more_connections_are_used_than_the_relay_has() {
        try (SmtpWriter writer = writer(letter -> ON_THE_DISK)) {
            writer.write(chunk(20));
        }

        assertThat(deliveredBy).hasSize(20);
        assertThat(clients).hasSize(3).allMatch(client -> client.closed);
    }

    @Test
    void what_was_not_attempted_is_put_back_in_its_order() {
        try (SmtpWriter writer = writer(letter -> null)) {
            writer.write(chunk(8));
        }

        assertThat(chosen()).extracting(Choice.Send::id).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void a_relay_that_asks_for_fewer_connections_sees_them_close_and_the_last_one_goes_on() {
        try (SmtpWriter writer = writer(letter -> ON_THE_DISK)) {
            writer.write(chunk(9));
            dispatch.apply(RelayStanding.of(campaign.relays().get(0).relay().account(), 1));
            deliveredBy.clear();

            writer.write(chunk(9));

            assertThat(deliveredBy.values()).hasSize(9).containsOnly(clients.get(0));
            assertThat(clients).extracting(client -> client.renewed.get()).containsExactly(0, 1, 1);
        }
    }

    @Test
    void after_a_stop_nothing_leaves_any_more() {
        try (SmtpWriter writer = writer(letter -> {
            stop.request(Reason.verbatim("SIGTERM"), ExitCodes.TERMINATED);
            return ON_THE_DISK;
        })) {
            dispatch.apply(RelayStanding.of(campaign.relays().get(0).relay().account(), 1));
            writer.write(chunk(5));
        }

        assertThat(deliveredBy).hasSize(1);
        assertThat(dispatch.queued()).isEqualTo(4);
    }

    @Test
    void a_seal_that_cannot_be_written_stops_the_run() {
        LedgerException full = catchThrowableOfType(
                LedgerException.class,
                () -> Ledger.await(CompletableFuture.failedFuture(new IllegalStateException("disk full"))));
        try (SmtpWriter writer = writer(letter -> {
            throw full;
        })) {
            dispatch.apply(RelayStanding.of(campaign.relays().get(0).relay().account(), 1));
            writer.write(chunk(5));
        }

        assertThat(deliveredBy).hasSize(1);
        assertThat(stop.cause()).isEqualTo(new Stop.Cause(full.reason(), ExitCodes.TRY_LATER, true, Set.of()));
    }

    @Test
    void an_outcome_that_cannot_be_recorded_stops_the_run_at_the_end_of_the_chunk() {
        try (SmtpWriter writer =
                writer(letter -> CompletableFuture.failedFuture(new IllegalStateException("disk full")))) {
            writer.write(chunk(5));
        }

        assertThat(stop.cause()).satisfies(reason -> {
            assertThat(reason).isNotNull();
            assertThat(reason.failed()).isTrue();
            assertThat(reason.reason()).asString().contains("disk full");
        });
    }

    @Test
    void a_letter_that_cannot_be_merged_any_more_goes_back_and_stops_the_run() {
        var gone = new MissingFileException(folder.resolve("card.png"), Reason.verbatim("card.png: no such file"));

        try (SmtpWriter writer = writer(unmergedAt(3, gone))) {
            writer.write(chunk(5));
        }

        assertThat(stop.cause()).isEqualTo(new Stop.Cause(gone.reason(), ExitCodes.NO_INPUT, true, Set.of()));
        assertThat(deliveredBy).containsOnlyKeys(1L, 2L);
        assertThat(dispatch.queued()).isEqualTo(3);
    }

    @Test
    void a_fault_of_ours_in_a_merge_is_thrown_when_all_is_on_record() {
        var fault = new IllegalStateException("our own");

        try (SmtpWriter writer = writer(unmergedAt(3, fault))) {
            Chunk<Assignment> chunk = chunk(5);
            assertThatThrownBy(() -> writer.write(chunk)).isSameAs(fault);
        }

        assertThat(stop.cause()).returns(ExitCodes.SOFTWARE, Stop.Cause::exitCode);
        assertThat(deliveredBy).containsOnlyKeys(1L, 2L);
        assertThat(dispatch.queued()).isEqualTo(3);
    }

    @Test
    void a_fault_of_ours_on_one_connection_is_thrown_when_the_others_are_on_record() {
        var fault = new IllegalStateException("our own");
        try (SmtpWriter writer = writer(letter -> {
            if (letter.send().id() == 1) {
                throw fault;
            }
            return ON_THE_DISK;
        })) {
            Chunk<Assignment> chunk = chunk(9);
            assertThatThrownBy(() -> writer.write(chunk)).isSameAs(fault);
        }

        assertThat(deliveredBy).hasSize(9);
        assertThat(clients).allMatch(client -> client.closed);
    }

    /** Over one connection. */
    private SmtpWriter.Carrier unmergedAt(long id, RuntimeException why) {
        dispatch.apply(RelayStanding.of(campaign.relays().get(0).relay().account(), 1));
        return (letter, client, round) -> {
            dispatch.end(letter.send(), clock.instant(), letter.send().id() != id);
            if (letter.send().id() == id) {
                round.unmerged(letter, why);
            } else {
                deliveredBy.put(letter.send().id(), client);
                round.recorded(ON_THE_DISK);
            }
        };
    }

    private SmtpWriter writer(java.util.function.Function<Assignment, CompletableFuture<Void>> outcome) {
        return writer((letter, client, round) -> {
            assertThat(deliveredBy.put(letter.send().id(), client)).isNull();
            CompletableFuture<Void> recorded;
            try {
                recorded = outcome.apply(letter);
            } finally {
                dispatch.end(letter.send(), clock.instant(), true);
            }
            if (recorded == null) {
                round.notAttempted(letter);
            } else {
                round.recorded(recorded);
            }
        });
    }

    private SmtpWriter writer(SmtpWriter.Carrier carrier) {
        return new SmtpWriter(
                dispatch,
                carrier,
                stop,
                relay -> {
                    Client client = new Client();
                    clients.add(client);
                    return client;
                },
                3);
    }

    private Chunk<Assignment> chunk(int letters) {
        for (long id = 1; id <= letters; id++) {
            dispatch.add(id, EmailAddress.of("c" + id + "@example.org").domain(), false, 0, null);
        }
        dispatch.startChunk();
        return new Chunk<>(chosen().stream()
                .map(send -> Assignment.unmerged(send, delivery(send.id())))
                .toList());
    }

    private List<Choice.Send> chosen() {
        List<Choice.Send> chosen = new ArrayList<>();
        while (dispatch.next() instanceof Choice.Send send) {
            chosen.add(send);
        }
        return chosen;
    }

    private static Delivery delivery(long id) {
        return new Delivery(
                id,
                EmailAddress.of("c" + id + "@example.org"),
                new Contact(id + 1, Map.of()),
                DeliveryState.PENDING,
                0,
                0,
                false,
                null,
                null);
    }

    /** The delivery of these tests asks it nothing. */
    private static final class Client implements RelayClient {
        private final AtomicInteger renewed = new AtomicInteger();
        private volatile boolean closed;

        @Override
        public Submission submit(Envelope envelope, Letter letter, Seal seal) {
            throw new AssertionError("no letter was to be submitted");
        }

        @Override
        public void renew() {
            renewed.incrementAndGet();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
