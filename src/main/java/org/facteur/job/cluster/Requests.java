package org.facteur.job.cluster;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.facteur.ledger.store.LedgerStore;
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

    /** What a worker's step is called, whichever partition it carries out. */
    static final String STEP = "carry";

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcChannelMessageStore store;
    private final LedgerStore ledger;
    private @Nullable Listening listening;

    /** Of a worker. */
    private record Listening(
            PostgresSubscribableChannel channel,
            PostgresChannelMessageTableSubscriber subscriber,
            MessageHandler handler) {}

    Requests(DataSource dataSource, LedgerStore ledger) {
        this.ledger = ledger;
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

    /** Asks for somebody to carry out a step execution. */
    void send(long step) {
        store.addMessageToGroup(STEP, new GenericMessage<>(new StepExecutionRequest(STEP, step)));
    }

    /** Forgets what nobody has read. */
    void clear() {
        store.removeMessageGroup(STEP);
    }

    /**
     * @param threads as many as partitions can be carried out at once
     * @param beans the worker's own
     * @param step is given each request, in a thread in which it may stay
     */
    void listen(Executor threads, BeanFactory beans, LongConsumer step) {
        PostgresChannelMessageTableSubscriber subscriber = new PostgresChannelMessageTableSubscriber(() ->
                DriverManager.getConnection(ledger.url(), ledger.properties()).unwrap(PgConnection.class));
        PostgresSubscribableChannel channel = new PostgresSubscribableChannel(store, STEP, subscriber);
        channel.setBeanFactory(beans);
        channel.setDispatcherExecutor(threads);
        channel.setErrorHandler(failure -> LOG.debug("a request cannot be read", failure));
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

    /** Looks for requests in a free thread, if there is one: a notification wakes no more than one. */
    void look() {
        if (listening != null) {
            listening.channel().notifyUpdate();
        }
    }

    /** Waits until those that were given have been carried out. */
    @Override
    public void close() {
        if (listening != null) {
            listening.channel().unsubscribe(listening.handler());
            listening.subscriber().stop();
        }
    }
}
