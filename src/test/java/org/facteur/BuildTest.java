package org.facteur;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.facteur.job.MailingFixture;
import org.facteur.ledger.LedgerFile;
import org.facteur.postgres.LedgerUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the build takes for granted: which tests it runs when, and that its two POMs agree. */
class BuildTest {

    /** They keep a ledger where {@link LedgerUnderTest} says. */
    private static final Set<Class<?>> LEDGERS = Set.of(LedgerFile.class, MailingFixture.class);

    /** The class, or those of its methods that ask the ledger something of their own: a reply is read the same way on each. */
    @Test
    void whatever_keeps_a_ledger_is_run_on_a_database_server_too() {
        // What they use of libraries is not asked, and takes longer to read than they do.
        var tests = ArchConfiguration.withThreadLocalScope(reading -> {
            reading.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .importUrl(BuildTest.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation());
        });

        classes()
                .that(simpleNameEndingWith("Test").and(keepALedger()))
                .and(DescribedPredicate.not(JavaClass.Predicates.type(BuildTest.class)))
                .should(be(tagged("ledger")))
                // About the ledger's own files.
                .orShould(be(tagged("files")))
                .check(tests);
    }

    private static DescribedPredicate<JavaClass> keepALedger() {
        return describe(
                "keep a ledger",
                type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(
                                dependency -> LEDGERS.stream().anyMatch(dependency.getTargetClass()::isEquivalentTo)));
    }

    private static DescribedPredicate<JavaClass> tagged(String tag) {
        return describe(
                "tagged " + tag,
                type -> Stream.concat(Stream.of(type), type.getMethods().stream())
                        .anyMatch(tested -> tested.tryGetAnnotationOfType(Tag.class)
                                .filter(given -> given.value().equals(tag))
                                .isPresent()));
    }

    @Test
    void the_packaging_is_of_the_program_s_own_version_and_of_the_same_parent() throws IOException {
        String program = Files.readString(Path.of("pom.xml"));
        String packaging = Files.readString(Path.of("src/main/dist/pom.xml"));

        for (String element : Set.of("parent", "groupId", "version", "project.build.outputTimestamp")) {
            assertThat(first(element, packaging)).as(element).isEqualTo(first(element, program));
        }
        for (String library : Set.of("picocli.version", "exec-maven-plugin.version")) {
            assertThat(first(library, packaging)).as(library).isEqualTo(first(library, program));
        }
    }

    /** Behind the parent. */
    private static String first(String element, String pom) {
        String from = element.equals("parent") ? pom : pom.substring(pom.indexOf("</parent>"));
        int begin = from.indexOf("<" + element + ">");
        return from.substring(begin, from.indexOf("</" + element + ">", begin)).replaceAll("\\s+", "");
    }
}
