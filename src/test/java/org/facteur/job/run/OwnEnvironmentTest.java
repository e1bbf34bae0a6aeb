package org.facteur.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnEnvironmentTest {

    /** A variable such as SPRING_CONFIG_LOCATION or SPRING_APPLICATION_JSON would be found as PATH is. */
    @Test
    void nothing_that_the_process_was_given_is_found_in_it() {
        OwnEnvironment environment = new OwnEnvironment();

        assertThat(System.getenv()).containsKey("PATH");
        assertThat(environment.containsProperty("path")).isFalse();
        assertThat(environment.containsProperty("PATH")).isFalse();
        assertThat(environment.containsProperty("java.version")).isFalse();
    }
}
