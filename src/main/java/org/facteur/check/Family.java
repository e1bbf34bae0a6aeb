package org.facteur.check;

import java.util.List;
import java.util.Map;
import org.facteur.campaign.Campaign;

/** Checks that belong together, such as those that ask the DNS about the sender. */
public interface Family {

    /**
     * What is known of the mailing when the families are asked: all letters have been merged.
     *
     * @param rows of the contacts file
     * @param letters that would leave
     * @param perDomain how many of these go to each recipient domain, in lower case and ASCII
     * @param samples a few letters, as varied as the mailing has them
     * @param linkHosts hosts that links of the letters lead to, in lower case and ASCII
     */
    record Letters(
            long rows, long letters, Map<String, Long> perDomain, List<SampleLetter> samples, List<String> linkHosts) {

        public Letters {
            perDomain = Map.copyOf(perDomain);
            samples = List.copyOf(samples);
            linkHosts = List.copyOf(linkHosts);
        }
    }

    /**
     * What a family has to say.
     *
     * @param sections its parts of {@code check --json} by name, such as {@code spf}: maps, lists, text, numbers, booleans
     */
    record Answer(List<Finding> findings, Map<String, Object> sections) {

        public Answer {
            findings = List.copyOf(findings);
            sections = Map.copyOf(sections);
        }
    }

    /** The first words of its findings' ids, such as {@code spf} and {@code dkim}: what is fine where it finds nothing. */
    List<String> ids();

    /**
     * Asks what there is to ask, within a time of its own. What cannot be asked is {@link Severity#UNKNOWN}, never an exception. Families
     * are asked at the same time, each on a thread of its own.
     */
    Answer ask(Campaign campaign, Letters letters);
}
