package org.facteur.job.run;

import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Spring's settings for a part of Facteur, which has its own in the job file: variables and properties of the process, such as {@code SPRING_CONFIG_LOCATION},
 * and what lies in the working directory are meant for other programs.
 */
public final class OwnEnvironment extends StandardEnvironment {

    @Override
    protected void customizePropertySources(MutablePropertySources sources) {
        sources.addLast(new MapPropertySource(
                "nothing to look for", Map.of("spring.config.location", "optional:classpath:/org/facteur/none/")));
    }
}
