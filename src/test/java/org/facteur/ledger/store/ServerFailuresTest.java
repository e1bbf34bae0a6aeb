package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** What is made of a server's failures, and of its pool's. */
class ServerFailuresTest {

    private final ServerFailures failures = new ServerFailures("jdbc:postgresql://db.example/facteur", "zythom", false);

    @Test
    void a_pool_that_has_no_connection_in_time_means_that_the_server_is_away() {
        SQLException late = new SQLTransientConnectionException("HikariPool-1 - Connection is not available");

        assertThat(kind(late)).isEqualTo(LedgerException.Kind.AWAY);
    }

    @Test
    void what_the_server_said_to_the_pool_goes_before_that() {
        SQLException late = new SQLTransientConnectionException(
                "HikariPool-1 - Connection is not available", new SQLException("no such user", "28P01"));

        assertThat(kind(late)).isEqualTo(LedgerException.Kind.MISCONFIGURED);
    }

    private LedgerException.Kind kind(SQLException failure) {
        RuntimeException explained = failures.explain(new CannotGetJdbcConnectionException("none", failure));
        assertThat(explained).isInstanceOf(LedgerException.class);
        return ((LedgerException) explained).kind();
    }
}
