package org.facteur.report;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.facteur.ledger.DeliveryState;
import org.facteur.pace.IsoTime;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** How the report's template writes what is not text. */
final class ReportFilters extends AbstractExtension {

    private final ReportWords words;

    ReportFilters(ReportWords words) {
        this.words = words;
    }

    @Override
    public Map<String, Filter> getFilters() {
        return Map.of(
                "number", filter(Number.class, number -> words.number(number.longValue())),
                "time", filter(Instant.class, time -> words.time(time)),
                "fulltime", filter(Instant.class, time -> words.fullTime(time)),
                "iso", filter(Instant.class, time -> IsoTime.of(time, words.zone())),
                "span", filter(Duration.class, words::length),
                "said", filter(Reason.class, words::said),
                "day", filter(LocalDate.class, words::day),
                "meaning", filter(String.class, words::meaning),
                "style", filter(DeliveryState.class, States::style));
    }

    @Override
    public Map<String, io.pebbletemplates.pebble.extension.Function> getFunctions() {
        return Map.of("say", new Say(words));
    }

    private static <T> Filter filter(Class<T> type, Function<T, String> words) {
        return new Filter() {
            @Override
            public @Nullable Object apply(
                    @Nullable Object input,
                    Map<String, Object> arguments,
                    PebbleTemplate self,
                    EvaluationContext context,
                    int line) {
                return input == null ? null : words.apply(type.cast(input));
            }

            @Override
            public List<String> getArgumentNames() {
                return List.of();
            }
        };
    }

    /** {@code say('key', value, ...)} in the report's template: a sentence, escaped like any other value. */
    private static final class Say implements io.pebbletemplates.pebble.extension.Function {

        private final ReportWords words;

        Say(ReportWords words) {
            this.words = words;
        }

        @Override
        public Object execute(Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int line) {
            // Without names, arguments are called by their places: "0" is the key.
            Object[] values = IntStream.range(1, arguments.size())
                    .mapToObj(place -> arguments.get(String.valueOf(place)))
                    .toArray();
            return words.of(String.valueOf(arguments.get("0")), values);
        }

        @Override
        public @Nullable List<String> getArgumentNames() {
            return null;
        }
    }
}
