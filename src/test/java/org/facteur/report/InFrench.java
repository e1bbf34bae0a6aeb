package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;
import org.facteur.reason.Reason;

/** Whether what we say in English is said in French as well. */
public final class InFrench {

    private static final Sentences FRENCH = new Sentences(Locale.FRANCE);

    /** ReportWords that neither French nor a key of a job file has. */
    private static final Pattern ENGLISH =
            Pattern.compile("\\b(the|is|are|not|write|has|and|there|which|keep|you|it|of|an|with)\\b");

    private InFrench() {}

    /** @return it in French; what stands in quotes there is data, in whatever language */
    public static String said(String english) {
        return checked(english, FRENCH.say(english));
    }

    /** @return it in French */
    public static String said(Reason reason) {
        return checked(reason.toString(), reason.in(Locale.FRANCE));
    }

    private static String checked(String english, String french) {
        assertThat(french.replaceAll("«\u202f.*?\u202f»|\"[^\"]*\"|\\([^()]*\\)|\\{[{%].*?[}%]}", ""))
                .as(english)
                .isNotEqualTo(english)
                .doesNotContainPattern(ENGLISH);
        return french;
    }
}
