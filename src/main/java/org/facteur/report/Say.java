package org.facteur.report;

import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code say('key', value, ...)} in the report's template: a sentence, escaped like any other value. */
final class Say implements Function {

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
