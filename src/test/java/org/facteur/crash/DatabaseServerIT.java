package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.cli.Typed;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.postgres.PostgresServer;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with its ledger on a database server: killed, with the server gone, and from two homes at once. */
@Tag("postgresql")
class DatabaseServerIT {

    private static final int PEOPLE = 24;

    private static final String END_OF_THE_WRITER =
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted";

    @TempDir
    private static Path data;

    @AutoClose
    private static PostgresServer database;

    @TempDir
    private Path home;

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();
    private String schema = "";

    @BeforeAll
    static void start() {
        database = PostgresServer.start(data);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Workplace workplace(String folder, TestInfo test) {
        schema = "t" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36);
        return new Workplace(home.resolve(folder))
                .contacts(PEOPLE)
                .relay(server, "connections: 4")
                .campaign("pace: { chunk: 8 }")
                .datasource("url: \"" + database.url(schema) + "\"");
    }

    @Test
    void a_run_that_was_killed_is_taken_up_where_it_stopped(TestInfo test) throws InterruptedException {
        Workplace workplace = workplace("a", test);
        Death.AFTER_THE_DOT_AND_BEFORE_THE_REPLY.of(workplace, server, 8, 4);

        assertThat(workplace.status()).satisfies(status -> {
            assertThat(status.state()).isEqualTo("INTERRUPTED");
            assertThat(status.count("sending")).isEqualTo(4);
        });
        assertThat(workplace.typed("run").exitCode()).isZero();

        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 4);
        assertThat(workplace.ledger("script")).doesNotExist();
        assertThat(database.query("SELECT COUNT(*) FROM " + schema + ".delivery WHERE state = 'SENT'"))
                .isEqualTo("20");
    }

    @Test
    void two_homes_with_one_ledger_never_write_at_the_same_time(TestInfo test) {
        Workplace workplace = workplace("a", test);
        Workplace other = workplace("b", test);
        Gate gate = Gate.atTheDot(server, 4);

        try (FacteurProcess run = workplace.start("run")) {
            gate.awaitArrived();

            for (Ended busy : new Ended[] {other.typed("run"), other.typed("resolve", "--resend")}) {
                assertThat(busy.exitCode()).as(busy.toString()).isEqualTo(75);
                assertThat(busy.err())
                        .containsOnlyOnce("\n")
                        .contains("another run writes to the ledger (facteur " + run.pid() + " from 127.0.0.1)");
            }
            assertThat(other.status().state()).isEqualTo("RUNNING");
            gate.open();
            Ended ended = run.ended();
            assertThat(ended.exitCode()).as(ended.toString()).isZero();
        }

        assertThat(other.typed("run").exitCode()).isZero();
        Books.of(other, server).assertNobodyHasTwoOrNone(PEOPLE, 0);
        assertThat(other.typed("restart").exitCode()).isEqualTo(64);
    }

    @Test
    void a_run_waits_for_a_database_server_that_stops_and_nothing_of_what_it_knows_is_lost(TestInfo test) {
        Workplace workplace = workplace("a", test);
        onceAtTheDotAfter(10, () -> {
            database.stopAtOnce();
            CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS).execute(database::startAgain);
        });

        Ended run = workplace.run("run");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.err()).contains("cannot be used", "this run waits for it by itself");
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 0);
    }

    @Test
    void a_run_without_patience_ends_when_the_database_server_stops_and_goes_on_when_it_is_back(TestInfo test) {
        Workplace workplace = workplace("a", test).campaign("pace: { chunk: 8, patience: 0s }");
        onceAtTheDotAfter(10, () -> database.stop());

        assertEndedByTheLedger(workplace.run("run"), "cannot be used: Connection to localhost:");
        Ended unreachable = workplace.typed("status");
        assertThat(unreachable.exitCode()).as(unreachable.toString()).isEqualTo(75);
        assertThat(unreachable.err()).containsOnlyOnce("\n").contains("cannot be used: Connection to localhost:");

        database.startAgain();
        assertThat(workplace.typed("run").exitCode()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 4);
    }

    @Test
    void a_run_that_loses_the_connection_it_writes_with_takes_it_up_again(TestInfo test) {
        Workplace workplace = workplace("a", test);
        onceAtTheDotAfter(10, () -> database.execute(END_OF_THE_WRITER));

        Ended run = workplace.typed("run");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 0);
        assertThat(database.query("SELECT MAX(epoch) FROM " + schema + ".writer"))
                .isEqualTo("1");
    }

    @Test
    void a_run_that_loses_it_to_another_seals_no_more_letters(TestInfo test) {
        Workplace workplace = workplace("a", test);
        onceAtTheDotAfter(10, () -> {
            database.execute("INSERT INTO " + schema + ".writer (epoch, mark) VALUES (2, 'another')");
            database.execute(END_OF_THE_WRITER);
        });

        assertEndedByTheLedger(
                workplace.typed("run"), "another run has written to the ledger while its server was away");

        assertThat(workplace.typed("run").exitCode()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 4);
    }

    private static void assertEndedByTheLedger(Ended run, String reason) {
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(75);
        assertThat(run.out() + run.err()).contains(reason).doesNotContain("\tat ", "Exception");
    }

    private void onceAtTheDotAfter(int letters, Runnable trouble) {
        AtomicInteger dots = new AtomicInteger();
        server.on(Step.DOT, at -> {
            // The other connections wait: they could send all the rest meanwhile.
            synchronized (dots) {
                if (dots.incrementAndGet() == letters) {
                    trouble.run();
                }
            }
            return Action.proceed();
        });
    }

    @Test
    void a_run_whose_tables_are_dropped_ends_and_says_so(TestInfo test) {
        Workplace workplace = workplace("a", test);
        onceAtTheDotAfter(4, () -> database.execute("DROP TABLE " + schema + ".delivery"));

        Ended torn = workplace.typed("run");

        assertThat(torn.exitCode()).as(torn.toString()).isIn(66, 75);
        assertThat(torn.err()).contains("relation \"delivery\" does not exist").doesNotContain("a bug of ours");
    }

    @Test
    void a_home_keeps_to_its_ledger(TestInfo test) throws Exception {
        Workplace workplace = workplace("a", test);
        assertThat(workplace.typed("run").exitCode()).isZero();
        assertThat(Files.readString(workplace.home().resolve("var/datasource.properties")))
                .contains("currentSchema");

        workplace.datasource();
        Ended forgotten = workplace.typed("run");
        assertThat(forgotten.exitCode()).as(forgotten.toString()).isEqualTo(78);
        assertThat(forgotten.err()).contains("write it as spring.datasource.url in the job file");
        workplace.datasource("url: \"" + database.url("elsewhere") + "\"");
        Ended moved = workplace.typed("run");
        assertThat(moved.exitCode()).as(moved.toString()).isEqualTo(78);
        assertThat(moved.err()).contains("A new ledger would not know who already has a letter");

        assertThat(server.countByRecipient()).hasSize(PEOPLE);
    }

    @Test
    void a_ledger_moves_to_a_server_in_the_middle_of_a_campaign_and_back_when_it_is_over(TestInfo test) {
        Workplace workplace = workplace("a", test).campaign("pace: { chunk: 8, patience: 0s, limits: [ 10/day ] }");
        String url = "url: \"" + database.url(schema) + "\"";
        workplace.datasource();
        assertThat(workplace.typed("run").exitCode()).isEqualTo(75);
        Map<String, String> before = workplace.states();

        workplace.datasource(url);
        assertThat(workplace.typed("run").err()).contains("move it with facteur ledger move");
        Ended moved = move(workplace);

        assertThat(moved.exitCode()).as(moved.toString()).isZero();
        assertThat(moved.out()).contains("24 letters, 10 attempts");
        assertThat(workplace.ledger("script")).doesNotExist();
        assertThat(workplace.states()).isEqualTo(before);
        assertThat(move(workplace).exitCode()).as("a second time").isEqualTo(64);
        assertThat(workplace.typed("run").exitCode())
                .as("the limit's use was moved, too")
                .isEqualTo(75);
        workplace.campaign("pace: { chunk: 8 }");
        assertThat(workplace.typed("restart").exitCode()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 0);

        String inDoubt = "UPDATE " + schema + ".delivery SET state = '%s' WHERE id = 3";
        database.execute(inDoubt.formatted("IN_DOUBT"));
        workplace.datasource();
        assertThat(move(workplace).exitCode()).as("with a letter in doubt").isEqualTo(75);
        database.execute(inDoubt.formatted("SENT"));
        Ended back = move(workplace);
        assertThat(back.exitCode()).as(back.toString()).isZero();

        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 0);
        assertThat(workplace.typed("run").exitCode()).isZero();
        Ended other = workplace("b", test).datasource(url).typed("run");
        assertThat(other.exitCode()).as(other.toString()).isEqualTo(78);
        assertThat(other.err()).contains("was moved away by facteur ledger move");
    }

    private static Ended move(Workplace workplace) {
        Typed typed = Typed.facteur("ledger", "move", workplace.job().toString());
        return new Ended(typed.exitCode(), typed.out(), typed.err());
    }

    @Test
    void a_home_whose_ledger_is_gone_from_the_database_makes_no_new_one(TestInfo test) {
        Workplace workplace = workplace("a", test);
        assertThat(workplace.typed("run").exitCode()).isZero();
        database.execute("DROP SCHEMA " + schema + " CASCADE");
        database.execute("CREATE SCHEMA " + schema);

        for (String command : List.of("run", "status", "export")) {
            Ended lost = workplace.typed(command);
            assertThat(lost.exitCode()).as(lost.toString()).isEqualTo(66);
            assertThat(lost.err()).containsOnlyOnce("\n").contains("is no longer in ", "restore it from a backup");
        }
        assertThat(server.countByRecipient().values()).hasSize(PEOPLE).containsOnly(1L);
    }

    @Test
    void a_run_that_is_given_too_few_connections_says_so(TestInfo test) {
        Workplace workplace = workplace("a", test);
        database.execute("CREATE ROLE narrow LOGIN CONNECTION LIMIT 1");
        database.execute("ALTER SCHEMA " + schema + " OWNER TO narrow");
        workplace.datasource("url: \"" + database.url(schema).replace("user=postgres", "user=narrow") + "\"");

        assertEndedByTheLedger(workplace.typed("run"), "cannot be used: FATAL: too many connections for role");
    }
}
