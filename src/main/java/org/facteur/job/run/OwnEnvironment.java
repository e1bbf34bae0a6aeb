package org.facteur.job.run;

import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Spring's settings, made by Facteur alone, whose own are in the job file. Variables and properties of the process, such as
 * {@code SPRING_CONFIG_LOCATION}, and files in the working directory are meant for other programs.
 */
public final class OwnEnvironment extends StandardEnvironment {

    @Override
    protected void customizePropertySources(MutablePropertySources sources) {
        sources.addLast(new MapPropertySource(
                "nothing to look for", Map.of("spring.config.location", "optional:classpath:/org/facteur/none/")));
    }
}
