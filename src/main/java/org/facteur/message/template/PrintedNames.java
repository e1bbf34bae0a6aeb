package org.facteur.message.template;

import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.IfNode;
import io.pebbletemplates.pebble.node.Node;
import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.ContextVariableExpression;
import io.pebbletemplates.pebble.node.expression.FilterExpression;
import io.pebbletemplates.pebble.node.expression.FilterInvocationExpression;
import io.pebbletemplates.pebble.node.expression.GetAttributeExpression;
import io.pebbletemplates.pebble.node.expression.LiteralStringExpression;
import io.pebbletemplates.pebble.node.expression.TernaryExpression;
import io.pebbletemplates.pebble.node.expression.UnaryExpression;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.utils.Pair;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the names whose emptiness would show: those that a template prints without {@code default}, outside any {@code if} that
 * asks for them.
 */
public final class PrintedNames extends AbstractNodeVisitor {

    /**
     * @param heading whether it is {@code contact['Prénom']}, with the heading as it stands
     */
    public record Name(String name, boolean heading) {}

    private final Set<Name> printed;
    private final Deque<Set<Name>> askedFor = new ArrayDeque<>();

    /** @param printed receives them */
    PrintedNames(PebbleTemplateImpl template, Set<Name> printed) {
        super(template);
        this.printed = printed;
    }

    @Override
    public void visit(IfNode node) {
        Set<Name> asked = new HashSet<>();
        for (Pair<io.pebbletemplates.pebble.node.expression.Expression<?>, BodyNode> branch :
                node.getConditionsWithBodies()) {
            names(branch.getLeft(), asked);
        }
        askedFor.push(asked);
        super.visit(node);
        askedFor.pop();
    }

    @Override
    public void visit(PrintNode node) {
        print(node.getExpression());
        super.visit(node);
    }

    private void print(@Nullable Node expression) {
        Name name = name(expression);
        if (name != null) {
            if (askedFor.stream().noneMatch(asked -> asked.contains(name))) {
                printed.add(name);
            }
        } else if (expression instanceof FilterExpression filter) {
            boolean filledIn = filter.getRightExpression() instanceof FilterInvocationExpression invocation
                    && invocation.getFilterName().equals("default");
            if (!filledIn) {
                print(filter.getLeftExpression());
            }
        } else if (expression instanceof BinaryExpression<?> binary) {
            print(binary.getLeftExpression());
            print(binary.getRightExpression());
        } else if (expression instanceof TernaryExpression ternary) {
            Set<Name> asked = new HashSet<>();
            names(ternary.getExpression1(), asked);
            askedFor.push(asked);
            print(ternary.getExpression2());
            print(ternary.getExpression3());
            askedFor.pop();
        }
    }

    private static void names(@Nullable Node condition, Set<Name> names) {
        Name name = name(condition);
        if (name != null) {
            names.add(name);
        } else if (condition instanceof BinaryExpression<?> binary) {
            names(binary.getLeftExpression(), names);
            names(binary.getRightExpression(), names);
        } else if (condition instanceof UnaryExpression unary) {
            names(unary.getChildExpression(), names);
        }
    }

    private static @Nullable Name name(@Nullable Node expression) {
        if (expression instanceof ContextVariableExpression variable) {
            return new Name(variable.getName(), false);
        }
        if (expression instanceof GetAttributeExpression attribute
                && attribute.getNode() instanceof ContextVariableExpression root
                && root.getName().equals("contact")
                && attribute.getAttributeNameExpression() instanceof LiteralStringExpression heading) {
            return new Name(heading.getValue(), true);
        }
        return null;
    }
}
