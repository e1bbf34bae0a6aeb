package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.facteur.campaign.Preset.Allowance;
import org.facteur.campaign.Preset.Confidence;
import org.facteur.campaign.Preset.Login;
import org.facteur.relay.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetsTest {

    @Test
    void every_preset_is_complete() {
        assertThat(Presets.all()).hasSizeGreaterThan(20).allSatisfy(preset -> {
            assertThat(preset.host()).isNotEmpty();
            assertThat(preset.port()).isPositive();
            assertThat(preset.tls()).isNotEqualTo(Tls.NONE);
            assertThat(preset.logins()).isNotEmpty();
            assertThat(preset.sources()).isNotEmpty();
            assertThat(preset.notes()).isNotEmpty();
            assertThat(Presets.named(preset.name())).contains(preset);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gmail              | [500/day (published), 20/minute (cautious default)]
            google-workspace   | [2000/day (published), 20/minute (cautious default)]
            outlook-com        | [5000/day (published), 20/minute (cautious default)]
            microsoft-365      | [30/minute (published), 10000/day (published)]
            yahoo              | [500/day (reported), 20/minute (cautious default)]
            zoho               | [50/hour (published), 20/minute (cautious default), 200/day (cautious default)]
            ovh                | [200/hour (reported), 20/minute (cautious default), 200/day (cautious default)]
            laposte            | [20/minute (cautious default), 200/day (cautious default)]
            amazon-ses-sandbox | [1/second (published), 200/day (published)]
            sendgrid           | [100/day (reported), 20/minute (cautious default)]
            postfix            | []
            """)
    void a_limit_says_where_it_comes_from(String name, String limits) {
        assertThat(Presets.named(name).map(Preset::limits)).hasToString("Optional[" + limits + "]");
    }

    @Test
    void what_is_unknown_is_said() {
        Preset laposte = Presets.named("laposte").orElseThrow();

        assertThat(laposte.unknown()).contains("per-minute", "per-day", "connections");
        assertThat(laposte.confidence()).isEqualTo(Confidence.UNKNOWN);
        assertThat(laposte.connections()).isNull();
        assertThat(laposte.counts()).isNull();
    }

    @Test
    void facts_are_read_in_full() {
        Preset gandi = Presets.named("gandi").orElseThrow();
        assertThat(gandi.messageSize()).isEqualTo(25_000_000);
        assertThat(gandi.recipientsPerMessage()).isEqualTo(40);
        assertThat(gandi.otherPorts()).containsExactly(587);
        assertThat(gandi.logins()).containsExactly(Login.PASSWORD);

        Preset gmail = Presets.named("gmail").orElseThrow();
        assertThat(gmail.logins()).containsExactly(Login.APP_PASSWORD, Login.OAUTH2);
        assertThat(gmail.limits()).extracting(Allowance::limit).hasSize(2);
    }

    @Test
    void a_preset_that_nobody_has_checked_is_left_out() {
        assertThat(Presets.named("bouygues")).isEmpty();
        assertThat(Presets.all())
                .extracting(Preset::name)
                .doesNotHaveDuplicates()
                .containsAll(List.of("free", "orange"));
    }
}
