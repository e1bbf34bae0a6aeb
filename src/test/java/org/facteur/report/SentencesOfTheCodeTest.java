package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.facteur.cli.Facteur;
import org.facteur.reason.Phrases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/** The catalogue of sentences against the texts in the compiled code: no sentence that nobody says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentencesOfTheCodeTest {

    /** Where a value goes: in a concatenation, as the compiler writes it, or in a format. */
    private static final Pattern VALUE = Pattern.compile("\u0001|\\{}|%(?:\\d\\$)?[a-z0-9]*[sdX]");

    private static final Pattern PLACE = Pattern.compile("\\{\\d{1,2}}");

    private static final String BUILDER = "java/lang/StringBuilder";

    private final List<String> texts = new ArrayList<>();

    @BeforeAll
    void read() throws IOException, URISyntaxException {
        Path classes = Path.of(Facteur.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            files.filter(file -> file.toString().endsWith(".class")).forEach(this::read);
        }
    }

    private void read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            new ClassReader(in).accept(new Texts(), ClassReader.SKIP_DEBUG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void text(Object constant) {
        if (constant instanceof String text) {
            texts.add(text.replace("%%", "%"));
        }
    }

    /** Without quotation marks and colons at their ends, which a value often brings along. */
    private static List<String> pieces(Pattern between, String text) {
        return between.splitAsStream(text)
                .map(piece -> piece.replaceAll("^[\": ]+|[\": ]+$", ""))
                .filter(piece -> piece.chars().filter(Character::isLetter).count() > 4)
                .toList();
    }

    @Test
    void each_sentence_of_the_catalogue_is_said_by_the_code() {
        Phrases catalogue = new Phrases("org.facteur.report.sentences", Locale.ENGLISH);
        List<String> said =
                texts.stream().flatMap(text -> VALUE.splitAsStream(text)).toList();

        assertThat(catalogue.keys())
                .filteredOn(key -> !key.startsWith("library.") && !key.equals("language"))
                .allSatisfy(key -> assertThat(pieces(PLACE, catalogue.of(key)))
                        .allMatch(
                                piece -> said.stream().anyMatch(text -> text.contains(piece)),
                                "is said (" + key + ")"));
    }

    /** Takes the texts out of a class. */
    private final class Texts extends ClassVisitor {

        Texts() {
            super(Opcodes.ASM9);
        }

        @Override
        public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
            text(value);
            return super.visitField(access, name, type, signature, value);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {

                // Concatenations that are under way, the innermost first: our build lets the compiler write them as
                // appends.
                private final Deque<StringBuilder> joined = new ArrayDeque<>();
                private @Nullable Object constant;

                @Override
                public void visitLdcInsn(Object value) {
                    text(value);
                    constant = value;
                }

                @Override
                public void visitIntInsn(int opcode, int operand) {
                    constant = operand;
                }

                @Override
                public void visitInsn(int opcode) {
                    constant = opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5
                            ? opcode - Opcodes.ICONST_0
                            : null;
                }

                /** Where two ways meet, it is one of two texts. */
                @Override
                public void visitLabel(Label label) {
                    constant = null;
                }

                @Override
                public void visitVarInsn(int opcode, int variable) {
                    constant = null;
                }

                @Override
                public void visitTypeInsn(int opcode, String type) {
                    if (opcode == Opcodes.NEW && type.equals(BUILDER)) {
                        joined.push(new StringBuilder());
                    }
                    constant = null;
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String type, boolean onInterface) {
                    StringBuilder innermost = joined.peek();
                    if (innermost != null && owner.equals(BUILDER) && name.equals("append")) {
                        innermost.append(
                                constant == null
                                        ? "\u0001"
                                        : type.startsWith("(C") ? Character.toString((int) constant) : constant);
                    } else if (innermost != null && owner.equals(BUILDER) && name.equals("toString")) {
                        text(joined.pop().toString());
                    }
                    constant = null;
                }

                @Override
                public void visitInvokeDynamicInsn(String name, String type, Handle how, Object... arguments) {
                    for (Object argument : arguments) {
                        text(argument);
                    }
                }
            };
        }
    }
}
