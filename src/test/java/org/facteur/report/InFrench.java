package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;
import org.facteur.reason.Reason;

/** Whether what we say in English is said in French as well. */
public final class InFrench {

    /** Words that neither French nor a key of a job file has. */
    private static final Pattern ENGLISH =
            Pattern.compile("\\b(the|is|are|not|write|has|and|there|which|keep|you|it|of|an|with)\\b");

    private InFrench() {}

    /** @return it in French; what stands in quotes there is data, in whatever language */
    public static String said(Reason reason) {
        String english = reason.toString();
        String french = reason.in(Locale.FRANCE);
        assertThat(french.replaceAll("«\u202f.*?\u202f»|\"[^\"]*\"|\\([^()]*\\)|\\{[{%].*?[}%]}", ""))
                .as(english)
                .isNotEqualTo(english)
                .doesNotContainPattern(ENGLISH);
        return french;
    }
}
