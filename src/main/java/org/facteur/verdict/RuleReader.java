package org.facteur.verdict;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a file of rules; every complaint names the file and the line, and says what to write. */
final class RuleReader {

    private static final String FORM = "rules:\n  - category: no-such-user\n    scope: recipient\n"
            + "    text: no such mailbox\n    made-for: 550 5.1.1 No such mailbox here";

    private final String file;
    private final boolean checks;

    /** @param checks whether patterns and examples are tried as they are read: what comes with Facteur has been by its tests */
    RuleReader(String file, boolean checks) {
        this.file = file;
        this.checks = checks;
    }

    boolean checks() {
        return checks;
    }

    List<Rule> read(Reader yaml) {
        Map<String, Field> top = mapping(compose(yaml), Set.of("terms", "rules"), VerdictReason.RULES_FILE.of());
        Map<String, String> terms = new LinkedHashMap<>();
        Field given = top.get("terms");
        if (given != null) {
            mapping(given.value(), null, VerdictReason.RULES_TERMS.of())
                    .forEach((name, term) -> terms.put(name, term.pattern(this)));
        }
        Field rules = top.get("rules");
        if (rules == null || !(rules.value() instanceof SequenceNode list)) {
            throw new ReplyRulesException(VerdictReason.RULES_LIST.of(file, FORM));
        }
        List<Rule> read = new ArrayList<>();
        for (Node node : list.getValue()) {
            read.add(rule(node, read.size() + 1, terms));
        }
        return read;
    }

    private Rule rule(Node node, int number, Map<String, String> terms) {
        Reason what = VerdictReason.RULES_RULE.of(number);
        return new RuleForm(this, what, line(node), mapping(node, RuleForm.KEYS, what), terms).rule();
    }

    private Node compose(Reader yaml) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(yaml);
            if (root == null) {
                throw new ReplyRulesException(VerdictReason.RULES_EMPTY.of(file, FORM));
            }
            return root;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new ReplyRulesException(Reason.at(
                    file + (mark == null ? "" : ":" + (mark.getLine() + 1)),
                    VerdictReason.RULES_YAML_PLACE.of(String.valueOf(e.getProblem()))));
        } catch (YAMLException e) {
            throw new ReplyRulesException(
                    Reason.at(file, VerdictReason.RULES_YAML.of(String.valueOf(e.getMessage()), FORM)));
        }
    }

    /** The fields of a mapping, unknown keys refused where the known ones are given. */
    private Map<String, Field> mapping(Node node, @Nullable Set<String> known, Reason what) {
        if (!(node instanceof MappingNode mapping)) {
            throw problem(line(node), VerdictReason.RULES_FIELDS.of(what, FORM));
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            int line = line(tuple.getKeyNode());
            if (known != null && !known.contains(key)) {
                throw problem(line, VerdictReason.RULES_FIELD.of(what, key, sorted(known)));
            }
            if (fields.put(key, new Field(VerdictReason.RULES_NAMED.of(what, key), line, tuple.getValueNode()))
                    != null) {
                throw problem(line, VerdictReason.RULES_TWICE.of(what, key));
            }
        }
        return fields;
    }

    ReplyRulesException problem(int line, Reason what) {
        return new ReplyRulesException(Reason.at(file + ":" + line, what));
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** A field's value and where it stands. */
    record Field(Reason name, int line, Node value) {

        String text(RuleReader reader) {
            if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                return scalar.getValue().strip();
            }
            throw reader.problem(line, VerdictReason.RULES_LINE.of(name));
        }

        /** One pattern, or a list of which any may match. */
        String pattern(RuleReader reader) {
            if (value instanceof SequenceNode list && !list.getValue().isEmpty()) {
                return list.getValue().stream()
                        .map(one -> new Field(name, RuleReader.line(one), one).text(reader))
                        .collect(Collectors.joining("|"));
            }
            return text(reader);
        }
    }
}
