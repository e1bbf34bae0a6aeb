package org.facteur.message.template;

import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
import io.pebbletemplates.pebble.extension.ExtensionRegistry;
import io.pebbletemplates.pebble.extension.core.CoreExtension;
import io.pebbletemplates.pebble.extension.i18n.I18nExtension;
import io.pebbletemplates.pebble.node.AutoEscapeNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.CacheNode;
import io.pebbletemplates.pebble.node.EmbedNode;
import io.pebbletemplates.pebble.node.ExtendsNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.IfNode;
import io.pebbletemplates.pebble.node.ImportNode;
import io.pebbletemplates.pebble.node.IncludeNode;
import io.pebbletemplates.pebble.node.MacroNode;
import io.pebbletemplates.pebble.node.NamedArgumentNode;
import io.pebbletemplates.pebble.node.Node;
import io.pebbletemplates.pebble.node.RootNode;
import io.pebbletemplates.pebble.node.SetNode;
import io.pebbletemplates.pebble.node.TestInvocationExpression;
import io.pebbletemplates.pebble.node.expression.AndExpression;
import io.pebbletemplates.pebble.node.expression.ArrayExpression;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.ContextVariableExpression;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.node.expression.FilterInvocationExpression;
import io.pebbletemplates.pebble.node.expression.FunctionOrMacroInvocationExpression;
import io.pebbletemplates.pebble.node.expression.GetAttributeExpression;
import io.pebbletemplates.pebble.node.expression.LiteralStringExpression;
import io.pebbletemplates.pebble.node.expression.MapExpression;
import io.pebbletemplates.pebble.node.expression.OrExpression;
import io.pebbletemplates.pebble.node.expression.RenderableNodeExpression;
import io.pebbletemplates.pebble.node.expression.TernaryExpression;
import io.pebbletemplates.pebble.node.expression.UnaryExpression;
import io.pebbletemplates.pebble.node.expression.UnaryNotExpression;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.utils.Pair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a compiled template once. Pebble's strict mode alone would let {@code {{ prenmo | default('x') }}} pass, finds a name in an
 * {@code if} only when some contact takes that branch, and takes {@code {% if prenom %}} for a comparison with "true".
 */
final class TemplateCheck extends AbstractNodeVisitor {

    private static final ExtensionRegistry FILTERS =
            new ExtensionRegistry(List.of(new CoreExtension(), new I18nExtension()));
    /** Those that a letter may want. */
    private static final List<String> FILTER_NAMES = List.of(
            "default",
            "upper",
            "lower",
            "capitalize",
            "title",
            "trim",
            "date",
            "replace",
            "abbreviate",
            "join",
            "split",
            "first",
            "last",
            "slice",
            "length",
            "urlencode",
            "nl2br");

    private final Escaping escaping;
    private final NamesUsed names;

    /** @param names is told what it uses, and what is wrong with it */
    TemplateCheck(PebbleTemplateImpl template, Escaping escaping, NamesUsed names) {
        super(template);
        this.escaping = escaping;
        this.names = names;
    }

    @Override
    public void visit(RootNode node) {
        super.visit(node);
        names.check();
    }

    @Override
    public void visit(SetNode node) {
        names.given(node.getName());
        super.visit(node);
    }

    @Override
    public void visit(ForNode node) {
        names.given(node.getIterationVariable());
        names.given("loop");
        super.visit(node);
    }

    @Override
    public void visit(MacroNode node) {
        for (NamedArgumentNode argument : node.getArgs().getNamedArgs()) {
            names.given(argument.getName());
        }
        super.visit(node);
    }

    @Override
    public void visit(IfNode node) {
        for (Pair<Expression<?>, BodyNode> branch : node.getConditionsWithBodies()) {
            condition(branch.getLeft());
        }
        super.visit(node);
    }

    @Override
    public void visit(IncludeNode node) {
        requireLiteral(node.getIncludeExpression(), node.getLineNumber());
        super.visit(node);
    }

    @Override
    public void visit(ImportNode node) {
        requireLiteral(node.getImportExpression(), node.getLineNumber());
        super.visit(node);
    }

    @Override
    public void visit(ExtendsNode node) {
        requireLiteral(node.getParentExpression(), node.getLineNumber());
        super.visit(node);
    }

    @Override
    public void visit(AutoEscapeNode node) {
        if (!escaping.mayBeLifted()) {
            names.problem(node.getLineNumber(), TemplateReason.AUTOESCAPE.of(), "autoescape");
        }
        super.visit(node);
    }

    /** Expressions, and the nodes that Pebble's visitor does not know. */
    @Override
    public void visit(Node node) {
        if (node instanceof ContextVariableExpression variable) {
            names.variable(variable.getName(), variable.getLineNumber());
        } else if (node instanceof GetAttributeExpression attribute) {
            attribute(attribute);
        } else if (node instanceof FilterInvocationExpression filter) {
            filter(filter);
        } else if (node instanceof BinaryExpression<?> binary) {
            each(binary.getLeftExpression(), binary.getRightExpression());
        } else if (node instanceof RenderableNodeExpression block) {
            each(block.getNode());
        } else if (node instanceof UnaryExpression unary) {
            each(unary.getChildExpression());
        } else if (node instanceof TernaryExpression ternary) {
            condition(ternary.getExpression1());
            each(ternary.getExpression1(), ternary.getExpression2(), ternary.getExpression3());
        } else if (node instanceof FunctionOrMacroInvocationExpression function) {
            each(function.getArguments());
        } else if (node instanceof TestInvocationExpression test) {
            each(test.getArgs());
        } else if (node instanceof ArrayExpression array) {
            array.getValues().forEach(this::each);
        } else if (node instanceof MapExpression map) {
            map.getEntries().forEach((key, value) -> each(key, value));
        } else if (node instanceof CacheNode cache) {
            names.problem(cache.getLineNumber(), TemplateReason.CACHE.of(), "cache");
        } else if (node instanceof EmbedNode embed) {
            names.problem(embed.getLineNumber(), TemplateReason.EMBED.of(), "embed");
        }
    }

    private void attribute(GetAttributeExpression attribute) {
        each(attribute.getNode(), attribute.getAttributeNameExpression(), attribute.getArgumentsNode());
        if (attribute.getNode() instanceof ContextVariableExpression root
                && root.getName().equals("contact")
                && attribute.getAttributeNameExpression() instanceof LiteralStringExpression heading) {
            names.heading(heading.getValue(), attribute.getLineNumber());
        }
    }

    private void filter(FilterInvocationExpression filter) {
        String name = filter.getFilterName();
        if (FILTERS.getFilter(name) == null && !name.equals("raw") && !name.equals("escape")) {
            String nearest = TemplateVariables.nearest(name, FILTER_NAMES);
            names.problem(
                    filter.getLineNumber(),
                    nearest == null
                            ? TemplateReason.FILTER.of(name, FILTER_NAMES)
                            : TemplateReason.FILTER_MEANT.of(name, FILTER_NAMES, nearest),
                    name);
        }
        if (name.equals("raw") && !escaping.mayBeLifted()) {
            names.problem(filter.getLineNumber(), TemplateReason.RAW.of(), "raw");
        }
        each(filter.getArgs());
    }

    private void condition(Expression<?> condition) {
        if (condition instanceof ContextVariableExpression variable) {
            names.condition(variable.getName(), variable.getLineNumber());
        } else if (condition instanceof AndExpression || condition instanceof OrExpression) {
            condition(((BinaryExpression<?>) condition).getLeftExpression());
            condition(((BinaryExpression<?>) condition).getRightExpression());
        } else if (condition instanceof UnaryNotExpression not) {
            condition(not.getChildExpression());
        }
    }

    private void each(@Nullable Node... nodes) {
        for (Node node : nodes) {
            if (node != null) {
                node.accept(this);
            }
        }
    }

    private void requireLiteral(Expression<?> file, int line) {
        if (!(file instanceof LiteralStringExpression)) {
            names.problem(line, TemplateReason.INCLUDE_NAME.of());
        }
    }
}
