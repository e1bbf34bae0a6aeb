package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryHintTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Too many messages. Try again in 92 seconds. | PT92S
                    Recipient address rejected: Greylisted for 300 seconds | PT300S
                    Greylisted for 5 minutes | PT5M
                    Greylisting in action, please come back in 00:04:58 | PT4M58S
                    please retry in 00:05:00 | PT5M
                    Please try again after 10 min | PT10M
                    rate limited, wait 1 hour | PT1H
                    please wait at least 15 minutes before sending again | PT15M
                    Réessayez dans 2 heures | PT2H
                    Liste grise, veuillez patienter dans 5 minutes | PT5M
                    Merci de renvoyer votre message dans 5 minutes | PT5M
                    Rate limit exceeded, try again in 1h30m | PT1H30M
                    Try again in 2 hours and 5 minutes | PT2H5M
                    your IP is blocked for 30 minutes | PT30M
                    Throttled; Retry-After: 120 | PT2M
                    try again in an hour | PT1H
                    Relay quota will reset in 23.79 hours. | PT23H47M24S
                    please wait 1.5 hours | PT1H30M
                    riprovare tra 30 minuti | PT30M
                    intente nuevamente en 10 minutos | PT10M
                    bitte in 10 Minuten erneut versuchen | PT10M
                    Recipient address rejected: Greylisted, try again in 00:05:00 | PT5M
                    réessayez dans une heure | PT1H
                    try again 10 minutes later | PT10M
                    You have sent 100 messages per 5 minutes, try again in 7 minutes | PT7M
                    """)
    void a_time_the_server_names_is_taken_out_of_the_text(String text, Duration hint) {
        assertThat(RetryHint.in(text)).contains(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sorry, max 3 requests per 5 minutes",
                "limit of 500 per 24 hours reached",
                "Error: timeout after 300 seconds",
                "No response for 5 minutes, closing",
                "limit of 400 rcpts per 24 hours for client",
                "exceeded 100 messages in 24 hours",
                "Message expired: unable to deliver in 840 minutes.",
                "has exceeded the max emails per hour (125/100 (125%)) allowed",
                "rate overlimit = 83.6 / 1h",
                "try again later",
                "try again in 0 seconds",
                "try again in 8 days",
                "try again tomorrow",
                "try again after 2026-01-02T03:04:05Z",
                "réessayez à partir de 10h",
                "try again in 99999999.999 days",
                "try again in 99999999 hours",
                "4.7.0 [192.0.2.5 15] Try again later, closing connection. a1si123.45 - gsmtp",
                ""
            })
    void a_period_and_a_time_gone_by_are_no_time_to_wait(String text) {
        assertThat(RetryHint.in(text)).isEmpty();
    }
}
