package org.facteur.ledger.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * What to tell the owner when a PostgreSQL server does not do what it is asked to, by its SQLSTATE
 * (<a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, appendix A</a>).
 */
final class ServerFailures implements SQLExceptionTranslator {

    /** Classes: connection, insufficient resources, operator intervention, system error, internal error. */
    private static final Set<String> OF_THE_SERVER = Set.of("08", "53", "57", "58", "XX");

    /** Besides connection failures: the server ends, starts, or has ended the connection for its own reasons. */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

    /** What the pool says of a connection that it has closed since the server broke it off. It has no state. */
    private static final String CLOSED = "Connection is closed";

    /** What the driver says without an exception of Java's behind it. */
    private static final Pattern ABOUT_TLS = Pattern.compile("SSL|hostname .* could not be verified");

    private final String database;
    private final String username;
    private final boolean verifiesTls;
    private final SQLExceptionTranslator others = new SQLExceptionSubclassTranslator();

    /**
     * @param database as messages name it
     * @param verifiesTls whether that was our choice
     */
    ServerFailures(String database, String username, boolean verifiesTls) {
        this.database = database;
        this.username = username;
        this.verifiesTls = verifiesTls;
    }

    /** The failure itself, unless the server, the login or the database is the reason. */
    RuntimeException explain(RuntimeException failure) {
        RuntimeException explained = failure;
        for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof LedgerException told) {
                return told;
            }
            // The innermost is the server's own; around it are the pool's, about its waiting.
            LedgerException reason = e instanceof SQLException sql ? reason(sql) : null;
            explained = reason == null ? explained : reason;
        }
        return explained;
    }

    /** Whatever it is: for what is asked when nothing but the server can fail. */
    LedgerException explain(SQLException failure) {
        LedgerException explained = reason(failure);
        return explained == null ? unavailable(failure) : explained;
    }

    @Override
    public @Nullable DataAccessException translate(String task, @Nullable String sql, SQLException failure) {
        LedgerException explained = reason(failure);
        if (explained != null) {
            throw explained;
        }
        return others.translate(task, sql, failure);
    }

    private @Nullable LedgerException reason(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String said = said(failure);
        if (isAboutTls(failure)) {
            return LedgerException.misconfigured(StoreReason.SERVER_TLS.of(database, said), failure);
        }
        if (state.startsWith("28") || state.equals("08004")) {
            return LedgerException.misconfigured(StoreReason.SERVER_LOGIN.of(database, username, said), failure);
        }
        return switch (state) {
            case "3D000" -> LedgerException.misconfigured(StoreReason.SERVER_NONE.of(database), failure);
            case "42P01" -> LedgerException.unreadable(StoreReason.SERVER_TORN.of(database, said), failure);
            case "42501" ->
                LedgerException.misconfigured(StoreReason.SERVER_RIGHTS.of(database, username, said), failure);
            // idle_in_transaction_session_timeout, transaction_timeout: nothing is wrong but the server's patience.
            case "25P03", "25P04" -> unavailable(failure);
            case "25006" -> LedgerException.misconfigured(StoreReason.SERVER_READ.of(database, said), failure);
            default ->
                isOfThePool(failure) || (state.length() == 5 && OF_THE_SERVER.contains(state.substring(0, 2)))
                        ? unavailable(failure)
                        : null;
        };
    }

    private LedgerException unavailable(SQLException failure) {
        Reason reason = StoreReason.SERVER_UNAVAILABLE.of(database, said(failure));
        return isAway(failure) ? LedgerException.away(reason, failure) : LedgerException.unwritable(reason, failure);
    }

    private static boolean isAway(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || AWAY.contains(state) || isOfThePool(failure);
    }

    /** It has found a connection closed, or none in time: a server that is frozen gives no answer to those it had, and no reason. */
    private static boolean isOfThePool(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                || (failure.getSQLState() == null && CLOSED.equals(failure.getMessage()));
    }

    /** Null unless the failure is that the server went away. */
    @Nullable
    LedgerException loss(Throwable failure) {
        for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql) {
                LedgerException reason = reason(sql);
                if (reason != null && reason.kind() == LedgerException.Kind.AWAY) {
                    return reason;
                }
            }
        }
        return null;
    }

    private boolean isAboutTls(SQLException failure) {
        return verifiesTls
                && (failure.getCause() instanceof SSLException
                        || ABOUT_TLS.matcher(said(failure)).find());
    }

    /** Its first line, since details and positions are for programmers; with what is behind it where it says nothing itself. */
    private static String said(SQLException failure) {
        String first = String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip()
                .replaceFirst("\\.$", "");
        return first.endsWith("attempt failed") && failure.getCause() != null
                ? first + " (" + failure.getCause() + ")"
                : first;
    }
}
