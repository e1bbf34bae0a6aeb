package org.facteur.message.template;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.core.CoreExtension;
import io.pebbletemplates.pebble.extension.core.RangeFunction;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.MacroNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.expression.ConcatenateExpression;
import io.pebbletemplates.pebble.operator.Associativity;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.ForTokenParser;
import io.pebbletemplates.pebble.tokenParser.MacroTokenParser;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;
import org.jspecify.annotations.Nullable;

/**
 * What a letter may cost: no more than so many rounds of its loops and calls of its macros, so many characters. A template that would
 * go on for ever, or fill the memory, is one with a mistake. Counted, not timed: the same letter fails on every machine or on none.
 */
final class TemplateBounds {

    /** Of loops and macros, in one letter's text or html. */
    static final int MOST_ROUNDS = 100_000;
    /** Of one letter's text or html; no relay takes a letter as long. */
    static final int MOST_CHARACTERS = 10_000_000;
    /** Blocks within blocks, files within files. */
    static final int DEEPEST = 50;

    private static final ThreadLocal<int[]> ROUNDS = ThreadLocal.withInitial(() -> new int[1]);

    private TemplateBounds() {}

    /** A letter went beyond what it may cost. */
    static final class Exceeded extends ReasonedException {

        private static final long serialVersionUID = 1;

        Exceeded(Reason what) {
            super(what, null);
        }
    }

    /** What was exceeded, where that is the cause; Pebble wraps what an expression throws. */
    static Optional<Reason> exceeded(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Exceeded exceeded) {
                return Optional.of(exceeded.reason());
            }
        }
        return Optional.empty();
    }

    /** Before each merge. */
    static void begin() {
        ROUNDS.get()[0] = 0;
    }

    private static void round() {
        if (++ROUNDS.get()[0] > MOST_ROUNDS) {
            throw new Exceeded(TemplateReason.ROUNDS.of(MOST_ROUNDS));
        }
    }

    static List<TokenParser> tags() {
        return List.of(
                new ForTokenParser() {
                    @Override
                    public RenderableNode parse(Token token, Parser parser) {
                        ForNode loop = (ForNode) super.parse(token, parser);
                        return new ForNode(
                                loop.getLineNumber(),
                                loop.getIterationVariable(),
                                loop.getIterable(),
                                new CountedBody(loop.getBody()),
                                loop.getElseBody());
                    }
                },
                new MacroTokenParser() {
                    @Override
                    public RenderableNode parse(Token token, Parser parser) {
                        MacroNode macro = (MacroNode) super.parse(token, parser);
                        return new MacroNode(macro.getName(), macro.getArgs(), new CountedBody(macro.getBody()));
                    }
                });
    }

    static Map<String, Function> functions() {
        return Map.of(RangeFunction.FUNCTION_NAME, new BoundedRange());
    }

    /** Those by which a text or a list grows with each round, to twice its size and more. */
    static Map<String, Filter> filters() {
        Map<String, Filter> all = new CoreExtension().getFilters();
        return Stream.of("replace", "join", "merge", "base64encode")
                .collect(Collectors.toMap(
                        name -> name, name -> new BoundedFilter(Objects.requireNonNull(all.get(name)))));
    }

    static List<BinaryOperator> operators() {
        return List.of(new BinaryOperatorImpl(
                "~", 110, BoundedConcatenation::new, BinaryOperatorType.NORMAL, Associativity.LEFT));
    }

    /** What a loop or macro does, counted each time. */
    private static final class CountedBody extends BodyNode {

        CountedBody(BodyNode body) {
            super(body.getLineNumber(), body.getChildren());
            setOnlyRenderInheritanceSafeNodes(body.isOnlyRenderInheritanceSafeNodes());
        }

        @Override
        public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) throws IOException {
            round();
            super.render(self, writer, context);
        }
    }

    /** Pebble makes the whole list before the first round. */
    private static final class BoundedRange implements Function {

        private final RangeFunction range = new RangeFunction();

        @Override
        public Object execute(
                Map<String, Object> args, PebbleTemplate self, EvaluationContext context, int lineNumber) {
            if (args.get("start") instanceof Number start && args.get("end") instanceof Number end) {
                double step = args.get("increment") instanceof Number number ? Math.abs(number.doubleValue()) : 1;
                double members = Math.abs(end.doubleValue() - start.doubleValue()) / Math.max(step, 1);
                if (!(members < MOST_ROUNDS)) {
                    throw new Exceeded(TemplateReason.RANGE.of(MOST_ROUNDS));
                }
            }
            return range.execute(args, self, context, lineNumber);
        }

        @Override
        public List<String> getArgumentNames() {
            return range.getArgumentNames();
        }
    }

    private record BoundedFilter(Filter filter) implements Filter {

        @Override
        public @Nullable Object apply(
                Object input,
                Map<String, Object> args,
                PebbleTemplate self,
                EvaluationContext context,
                int lineNumber) {
            Object result = filter.apply(input, args, self, context, lineNumber);
            if (result instanceof String text && text.length() > MOST_CHARACTERS) {
                throw new Exceeded(TemplateReason.TEXT_LONG.of(MOST_CHARACTERS));
            }
            if (result instanceof Collection<?> list && list.size() > MOST_ROUNDS) {
                throw new Exceeded(TemplateReason.RANGE.of(MOST_ROUNDS));
            }
            return result;
        }

        @Override
        public @Nullable List<String> getArgumentNames() {
            return filter.getArgumentNames();
        }
    }

    /** A text that is joined to itself doubles each time. */
    private static final class BoundedConcatenation extends ConcatenateExpression {

        @Override
        public String evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            String joined = super.evaluate(self, context);
            if (joined.length() > MOST_CHARACTERS) {
                throw new Exceeded(TemplateReason.TEXT_LONG.of(MOST_CHARACTERS));
            }
            return joined;
        }
    }
}
