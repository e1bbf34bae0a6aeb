package org.facteur.campaign;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads YAML with the place of each key and value. Spring's loader keeps the places of values only, flattens names that hold dots
 * ({@code per-domain: { gmail.com: 20/minute }}) and takes 22:00 for a number in base 60.
 */
final class YamlPieces {

    // No job file is this deep or, with what its aliases stand for, this long.
    private static final int DEEPEST = 20;
    private static final int MOST = 20_000;

    /** To try more lines of a kind than that would take long, and say no more. */
    private static final int MOST_SUSPECTS = 50;

    /** What everybody reads. */
    private static final Pattern TEXTS = Pattern.compile("\\.(?:subject|contacts\\.name)$");

    /** In quotation marks that a word processor typed; those within are of another pair. */
    private static final Pattern CURLY = Pattern.compile("[“”„][^“”„]*[“”]|[‘’‚][^‘‚]*[‘’]|«[^«»]*»|»[^«»]*«");

    private final Problems problems;
    /** Those that are being read, each inside the one before. */
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Values with an anchor, each equal to itself alone, and how often each is read: once where no alias asks for it. */
    private final Map<Node, Integer> anchored = new LinkedHashMap<>();

    private List<String> lines = List.of();
    private int count;

    YamlPieces(Problems problems) {
        this.problems = problems;
    }

    /** An empty mapping where the file is empty or no YAML; the reason is among the problems. */
    Piece.Fields read(String yaml) {
        lines = yaml.lines().toList();
        try {
            List<Node> documents = compose(yaml);
            if (documents.size() > 1) {
                int line = documents.get(1).getStartMark().getLine() + 1;
                problems.add(line, "", JobFileReason.JOB_DOCUMENTS.of());
            }
            if (!documents.isEmpty() && piece(documents.get(0), "", 1, 0) instanceof Piece.Fields fields) {
                anchored.forEach((node, times) -> {
                    if (times == 1) {
                        problems.add(line(node), "", JobFileReason.JOB_YAML_SIGN.of());
                    }
                });
                return fields;
            }
            problems.add(1, "", JobFileReason.JOB_EMPTY.of());
        } catch (MarkedYAMLException e) {
            trouble(e);
        } catch (ReaderException e) {
            int line = 1
                    + (int) yaml.substring(0, Math.min(e.getPosition(), yaml.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            problems.add(line, "", JobFileReason.JOB_YAML_CONTROL.of());
        } catch (YAMLException e) {
            problems.add(1, "", JobFileReason.JOB_YAML_MORE.of());
        }
        return new Piece.Fields("", 1, Map.of(), Map.of());
    }

    /** At the line where it was made, which may be above the one where it shows. */
    private void trouble(MarkedYAMLException e) {
        int shows = line(e);
        int unquoted = blamed(shows, YamlTrouble::closed);
        int oddSpace = unquoted > 0 ? 0 : blamed(shows, YamlTrouble::plainlySpaced);
        int glued = unquoted + oddSpace > 0 ? 0 : blamed(shows, YamlTrouble::parted);
        if (unquoted > 0) {
            problems.add(unquoted, "", JobFileReason.JOB_YAML.of(JobFileReason.YAML_UNQUOTED.of()));
        } else if (oddSpace > 0) {
            problems.add(oddSpace, "", JobFileReason.JOB_YAML.of(JobFileReason.YAML_SPACE.of()));
        } else if (glued > 0) {
            problems.add(glued, "", JobFileReason.JOB_YAML.of(JobFileReason.YAML_COLON.of()));
        } else {
            problems.add(shows, "", JobFileReason.JOB_YAML.of(YamlTrouble.of(e, line(shows))));
        }
    }

    private static int line(MarkedYAMLException e) {
        return e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
    }

    /**
     * The first line, down to the one where the trouble shows, that ends the trouble once it is mended, or moves it further down. Others only
     * look like the cause: a no-break space is at home in a quoted text.
     *
     * @return from 1; 0: none
     */
    private int blamed(int shows, UnaryOperator<String> mend) {
        int suspects = 0;
        for (int number = 1; number <= shows && suspects < MOST_SUSPECTS; number++) {
            String mended = mend.apply(line(number));
            if (!mended.equals(line(number))) {
                suspects++;
                List<String> others = new ArrayList<>(lines);
                others.set(number - 1, mended);
                if (shows(others) > shows) {
                    return number;
                }
            }
        }
        return 0;
    }

    /** Behind the last line where there is no trouble. */
    private static int shows(List<String> lines) {
        try {
            compose(String.join("\n", lines));
            return Integer.MAX_VALUE;
        } catch (MarkedYAMLException e) {
            return line(e);
        } catch (YAMLException e) {
            return 1;
        }
    }

    private static List<Node> compose(String yaml) {
        List<Node> documents = new ArrayList<>();
        new Yaml(new LoaderOptions()).composeAll(new StringReader(yaml)).forEach(documents::add);
        return documents;
    }

    /** @param number from 1 */
    private String line(int number) {
        return number <= lines.size() ? lines.get(number - 1) : "";
    }

    private Piece piece(Node node, String path, int keyLine, int depth) {
        if (depth > DEEPEST || ++count > MOST || !open.add(node)) {
            if (count <= MOST + 1) {
                problems.add(keyLine, path, JobFileReason.JOB_DEEP.of());
            }
            return new Piece.Scalar(path, keyLine, "", true);
        }
        Piece piece = read(node, path, keyLine, depth);
        open.remove(node);
        return piece;
    }

    private Piece read(Node node, String path, int keyLine, int depth) {
        if (node instanceof MappingNode mapping) {
            return fields(mapping, path, keyLine, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<Piece> pieces = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                pieces.add(piece(item, path + "[" + pieces.size() + "]", line(item), depth + 1));
            }
            return new Piece.Items(path, keyLine, pieces);
        }
        ScalarNode scalar = (ScalarNode) node;
        refuseEaten(scalar);
        refuseCut(scalar, path);
        refuseCurly(scalar, path);
        boolean empty =
                scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getTag().equals(Tag.NULL);
        return new Piece.Scalar(path, line(scalar), scalar.getValue(), empty);
    }

    /** Of {@code !Letter of May} and {@code &Letter of May} YAML takes the first word for a tag or an anchor: everybody would get "of May". */
    private void refuseEaten(ScalarNode scalar) {
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        if (!scalar.getTag().getValue().startsWith(Tag.PREFIX) || (plain && YamlTrouble.isTagged(line(line(scalar))))) {
            problems.add(line(scalar), "", JobFileReason.JOB_YAML_SIGN.of());
        } else if (plain && scalar.getAnchor() != null) {
            anchored.merge(scalar, 1, Integer::sum);
        }
    }

    /** Quotation marks of a word processor are none to YAML. */
    private void refuseCurly(ScalarNode scalar, String path) {
        String value = scalar.getValue();
        if (TEXTS.matcher(path).find()
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && CURLY.matcher(value).matches()) {
            problems.add(line(scalar), path, JobFileReason.YAML_CURLY.of(value));
        }
    }

    /** Without quotes YAML cuts {@code Letter #12} at its comment, and "Letter" would go to everybody. */
    private void refuseCut(ScalarNode scalar, String path) {
        String line = line(scalar.getEndMark().getLine() + 1);
        // A mark counts code points, of which an emoji is one.
        int end = Math.min(scalar.getEndMark().getColumn(), line.codePointCount(0, line.length()));
        String rest = line.substring(line.offsetByCodePoints(0, end));
        if (TEXTS.matcher(path).find()
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && !scalar.getValue().isEmpty()
                && YamlTrouble.isGluedHash(rest)) {
            problems.add(line(scalar), path, JobFileReason.YAML_HASH.of(scalar.getValue() + rest));
        }
    }

    private Piece.Fields fields(MappingNode mapping, String path, int keyLine, int depth) {
        var fields = new Piece.Fields(path, keyLine, new LinkedHashMap<>(), new LinkedHashMap<>());
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (key.getTag().equals(Tag.MERGE)) {
                merged.add(tuple.getValueNode());
            } else if (key instanceof ScalarNode name) {
                add(fields, name, tuple.getValueNode(), depth);
            } else {
                boolean braces = YamlTrouble.isBraces(line(line(key)));
                problems.add(line(key), path, (braces ? JobFileReason.YAML_BRACES : JobFileReason.JOB_KEY_LIST).of());
            }
        }
        // Later, so that a key of its own goes before one that << brings along.
        merged.forEach(node -> merge(fields, node, depth + 1));
        return fields;
    }

    private void add(Piece.Fields fields, ScalarNode name, Node value, int depth) {
        String key = name.getValue();
        Integer before = fields.keyLines().putIfAbsent(key, line(name));
        if (before == null) {
            fields.pieces().put(key, piece(value, fields.pathOf(key), line(name), depth + 1));
        } else {
            problems.add(line(name), fields.pathOf(key), JobFileReason.JOB_TWICE.of(before));
        }
    }

    private void merge(Piece.Fields fields, Node node, int depth) {
        for (Node one : node instanceof SequenceNode several ? several.getValue() : List.of(node)) {
            if (piece(one, fields.path(), line(one), depth) instanceof Piece.Fields more) {
                more.pieces().forEach(fields.pieces()::putIfAbsent);
                more.keyLines().forEach(fields.keyLines()::putIfAbsent);
            } else {
                problems.add(line(one), fields.path(), JobFileReason.JOB_MERGE.of());
            }
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
