package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayRouteTest {

    @ParameterizedTest
    @CsvSource({
        "gmail.com, gmail.com, true",
        "gmail.com, GMAIL.com, true",
        "gmail.com, mail.gmail.com, false",
        "*.edu, mit.edu, true",
        "*.edu, cs.mit.edu, true",
        "*.edu, edu, false",
        "*.edu, notedu, false",
        "*, ecole.example, true"
    })
    void a_pattern_carries_what_it_says(String pattern, String domain, boolean carried) {
        assertThat(route(List.of(pattern)).carries(domain)).isEqualTo(carried);
    }

    @ParameterizedTest
    @CsvSource({"gmail.com", "ecole.example"})
    void without_patterns_all_are_carried(String domain) {
        assertThat(route(List.of()).carries(domain)).isTrue();
    }

    private static RelayRoute route(List<String> patterns) {
        Section nothing = new ResourceFile("providers.yaml").root().section("none");
        return new RelayRoute(RelayReader.sandbox(nothing).relay(), 0, patterns, null);
    }
}
