package org.facteur.job.cluster;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.reason.Reasoned;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.integration.partition.StepExecutionRequest;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.integration.jdbc.channel.PostgresChannelMessageTableSubscriber;
import org.springframework.integration.jdbc.channel.PostgresSubscribableChannel;
import org.springframework.integration.jdbc.store.JdbcChannelMessageStore;
import org.springframework.integration.jdbc.store.channel.ChannelMessageStorePreparedStatementSetter;
import org.springframework.integration.jdbc.store.channel.PostgresChannelMessageStoreQueryProvider;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.json.JsonMapper;

/**
 * The channel by which a head asks for somebody to carry out a partition: a table of the ledger's database, and its notifications. A message is
 * one number as JSON. A request that is lost with the one who has read it is made again by the head.
 */
final class Requests implements AutoCloseable {

    /** What a worker's step is called, for every partition. */
    static final String STEP = "carry";

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    /** Between two tries at a database that is away. */
    private static final Duration AWAY = Duration.ofSeconds(1);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcChannelMessageStore store;
    private final LedgerStore ledger;
    private final String group;
    private final Timing timing;
    private boolean listened;
    private @Nullable Listening listening;

    /** Of a worker. */
    private record Listening(
            PostgresSubscribableChannel channel,
            PostgresChannelMessageTableSubscriber subscriber,
            MessageHandler handler) {}

    /** @param campaign whose: a worker of another one, which stands by in the same ledger, is not to take them */
    Requests(DataSource dataSource, LedgerStore ledger, String campaign, Timing timing) {
        this.ledger = ledger;
        this.timing = timing;
        this.group = STEP + " " + campaign;
        store = new JdbcChannelMessageStore(dataSource);
        store.setRegion("facteur");
        store.setChannelMessageStoreQueryProvider(new PostgresChannelMessageStoreQueryProvider());
        store.setPreparedStatementSetter(new Setter());
        RowMapper<Message<?>> mapper = Requests::message;
        store.setMessageRowMapper(mapper);
        store.setCheckDatabaseOnStart(false);
        store.afterPropertiesSet();
    }

    private static final class Setter extends ChannelMessageStorePreparedStatementSetter {
        @Override
        public void setValues(
                PreparedStatement statement, Message<?> message, Object groupId, String region, boolean priority)
                throws SQLException {
            super.setValues(statement, message, groupId, region, priority);
            statement.setString(
                    6, JSON.writeValueAsString(((StepExecutionRequest) message.getPayload()).getStepExecutionId()));
        }
    }

    private static Message<?> message(ResultSet row, int number) throws SQLException {
        long step = JSON.readTree(row.getString("message_content")).asLong();
        return new GenericMessage<>(new StepExecutionRequest(STEP, step));
    }

    /**
     * Threads for partitions, and for the looks that find them. While none is free one look waits for each and the others are forgotten: a look finds
     * all that is there. Else a night without a database would leave thousands of them behind.
     */
    static ExecutorService threads(int most) {
        return new ThreadPoolExecutor(
                most,
                most,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(most),
                task -> {
                    Thread thread = new Thread(task, "partition");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Asks for somebody to carry out a step execution. */
    void send(long step) {
        store.addMessageToGroup(group, new GenericMessage<>(new StepExecutionRequest(STEP, step)));
    }

    /** Forgets what nobody has read. */
    void clear() {
        store.removeMessageGroup(group);
    }

    /**
     * @param threads as many as partitions can be carried out at once
     * @param beans the worker's own
     * @param step is given each request, in a thread in which it may stay
     */
    void listen(Executor threads, BeanFactory beans, LongConsumer step) {
        PostgresChannelMessageTableSubscriber subscriber = new PostgresChannelMessageTableSubscriber(this::connect);
        PostgresSubscribableChannel channel = new PostgresSubscribableChannel(store, group, subscriber);
        channel.setBeanFactory(beans);
        channel.setDispatcherExecutor(threads);
        channel.setErrorHandler(failure -> {
            LOG.debug("a request cannot be read", failure);
            pause();
        });
        channel.afterPropertiesSet();
        MessageHandler handler = message -> {
            try {
                step.accept(((StepExecutionRequest) message.getPayload()).getStepExecutionId());
            } catch (RuntimeException e) {
                // Thrown on, the request would be made a second time.
                LOG.warn("{}", Reasoned.of(e));
                LOG.debug("a partition failed", e);
            }
        };
        subscriber.start();
        channel.subscribe(handler);
        listening = new Listening(channel, subscriber, handler);
    }

    /** The subscriber asks for the next connection at once, however often it gets none, and the channel reads again at once: so they wait here. */
    private PgConnection connect() throws SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            if (listened) {
                pause();
            }
            listened = true;
            try {
                return DriverManager.getConnection(ledger.url(), ledger.properties())
                        .unwrap(PgConnection.class);
            } catch (SQLException e) {
                LOG.debug("requests cannot be listened for", e);
            }
        }
        throw new SQLException("nobody listens any more");
    }

    private void pause() {
        Object monitor = new Object();
        try {
            synchronized (monitor) {
                timing.await(monitor, AWAY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks for requests in a free thread, if there is one: a notification wakes no more than one. */
    void look() {
        if (listening != null) {
            listening.channel().notifyUpdate();
        }
    }

    /** Nothing is heard any more. */
    @Override
    public void close() {
        if (listening != null) {
            listening.channel().unsubscribe(listening.handler());
            try {
                listening.subscriber().stop();
            } catch (IllegalStateException e) {
                // Its thread waits for a server that does not answer, and ends with the process.
                LOG.debug("requests are still listened for", e);
            }
        }
    }
}
