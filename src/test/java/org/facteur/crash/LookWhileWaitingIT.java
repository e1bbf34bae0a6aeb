package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other processes are told while a run waits: for what, until when, what is used, and an end that lies behind all that. */
class LookWhileWaitingIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Longer than a program takes to start on a busy machine. */
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    @TempDir
    private Path home;

    @Test
    @Tag("ledger")
    void a_run_that_waits_for_a_limit_tells_which_and_what_is_used_of_each() {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Workplace workplace = new Workplace(home)
                    .ledger()
                    .contacts(12)
                    .relay(server, "limits: [ 5/hour, 100/day ]")
                    .campaign("pace: { patience: 3h }");
            try (FacteurProcess run = workplace.start("run")) {
                JsonNode status = waiting(workplace, "relay ecole: 5/hour reached", 7);

                Instant opens = time(status.get("resumeAt"));
                Instant lastSent =
                        Objects.requireNonNull(server.accepted().get(4).repliedAt());
                assertThat(opens).isBetween(lastSent.plusSeconds(3590), lastSent.plusSeconds(3602));
                assertThat(status.get("plan").get("letters").intValue()).isEqualTo(7);
                // Five more when the hour is over, the last two another hour later.
                assertThat(time(status.get("plan").get("ends"))).isAfter(opens.plusSeconds(3590));

                JsonNode relay = look(workplace, "relays");
                assertThat(window(relay, 0)).isEqualTo("5/hour: 5 used, 0 left");
                assertThat(time(relay.get("windows").get(0).get("opens"))).isEqualTo(opens);
                assertThat(window(relay, 1)).isEqualTo("100/day: 5 used, 95 left");
                assertThat(relay.get("windows").get(1).get("opens").isNull()).isTrue();
                assertThat(workplace.typed("stop").exitCode()).isZero();
                assertThat(run.ended().exitCode()).isEqualTo(143);
            }
        }
    }

    @Test
    void a_run_whose_letters_were_all_greylisted_does_not_tell_that_it_ends_before_it_goes_on() {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, context -> Action.reply("450 4.2.0 Greylisted"));
            Workplace workplace = new Workplace(home)
                    .ledger()
                    .contacts(3)
                    .relay(server)
                    .campaign("pace: { patience: 30m }", "retry: { delays: [ 20m ] }");
            try (FacteurProcess run = workplace.start("run")) {
                JsonNode status = waiting(workplace, "letters to be tried again later", 3);

                assertThat(status.get("counts").get("deferred").intValue()).isEqualTo(3);
                assertThat(time(status.get("plan").get("ends"))).isAfterOrEqualTo(time(status.get("resumeAt")));
                assertThat(status.get("plan").get("heldBackBy").asString())
                        .isEqualTo("letters to be tried again later");
                assertThat(run.isAlive()).isTrue();
            }
        }
    }

    @Test
    void a_run_that_rests_between_two_chunks_goes_on_and_ends_after_it() {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Workplace workplace = new Workplace(home)
                    .ledger()
                    .contacts(4)
                    .relay(server)
                    .campaign("pace: { chunk: 2, pause: 10m, patience: 30m }");
            try (FacteurProcess run = workplace.start("run")) {
                JsonNode status = waiting(workplace, "pause between chunks", 2);

                Instant goesOn = time(status.get("resumeAt"));
                JsonNode plan = status.get("plan");
                assertThat(plan.get("letters").intValue()).isEqualTo(2);
                assertThat(time(plan.get("ends"))).isBetween(goesOn, goesOn.plusSeconds(60));
                assertThat(run.isAlive()).isTrue();
            }
        }
    }

    /** The status of the run as soon as it waits for this and has looked ahead again, which follows when the run can afford it. */
    private static JsonNode waiting(Workplace workplace, String reason, int lettersLeft) {
        Path file = workplace.home().resolve("var/status.json");
        await().atMost(AT_MOST)
                .until(() -> file.toFile().exists() && Files.readString(file).contains('"' + reason + '"'));
        await().atMost(AT_MOST).until(() -> Files.readString(file).contains("\"letters\":" + lettersLeft + ","));
        JsonNode status = look(workplace, "status");
        assertThat(status.get("state").asString()).isEqualTo("RUNNING");
        assertThat(status.get("reason").asString()).isEqualTo(reason);
        return status;
    }

    private static JsonNode look(Workplace workplace, String command) {
        var ended = workplace.typed(command, "--json");
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        return JSON.readTree(ended.out());
    }

    private static String window(JsonNode relay, int index) {
        JsonNode window = relay.get("windows").get(index);
        return "%s: %d used, %d left"
                .formatted(
                        window.get("limit").asString(),
                        window.get("used").intValue(),
                        window.get("left").intValue());
    }

    private static Instant time(JsonNode node) {
        return ZonedDateTime.parse(node.asString()).toInstant();
    }
}
