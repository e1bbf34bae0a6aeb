package org.facteur;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.facteur.cli.Facteur;
import org.facteur.pace.Timing;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of packages in the design, and what else holds for all of the code. */
class ArchitectureTest {

    private static final String ROOT = "org.facteur";

    /** What each room may import of the others, from the ground up. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("reason", Set.of()),
            Map.entry("address", Set.of()),
            Map.entry("disk", Set.of()),
            Map.entry("pace", Set.of()),
            Map.entry("contact", Set.of("address")),
            Map.entry("message", Set.of("address", "contact")),
            Map.entry("smtp", Set.of()),
            Map.entry("relay", Set.of("disk", "address", "message", "pace", "smtp")),
            Map.entry("verdict", Set.of("address", "relay")),
            // contact: a recipient is kept with the row it was enlisted from, see ADR 0007.
            Map.entry("ledger", Set.of("disk", "address", "contact", "relay", "verdict")),
            // message: the key of its Message-IDs lies in the home.
            Map.entry("home", Set.of("disk", "pace", "contact", "ledger", "message")),
            Map.entry("campaign", Set.of("address", "contact", "message", "pace", "relay", "verdict", "home")),
            Map.entry(
                    "dispatch", Set.of("address", "contact", "pace", "relay", "verdict", "ledger", "home", "campaign")),
            // dispatch: limits of a "domain" count by provider, and so do receivers' rules.
            Map.entry(
                    "check",
                    Set.of("disk", "address", "pace", "contact", "message", "relay", "home", "campaign", "dispatch")),
            Map.entry(
                    "report",
                    Set.of(
                            "disk",
                            "address",
                            "pace",
                            "contact",
                            "message",
                            "relay",
                            "verdict",
                            "ledger",
                            "home",
                            "campaign",
                            "dispatch",
                            "check")),
            Map.entry(
                    "job",
                    Set.of(
                            "disk",
                            "address",
                            "pace",
                            "contact",
                            "message",
                            "relay",
                            "verdict",
                            "ledger",
                            "home",
                            "campaign",
                            "dispatch",
                            "check",
                            "inbox",
                            "report")),
            Map.entry(
                    "inbox", Set.of("address", "contact", "message", "relay", "verdict", "ledger", "home", "campaign")),
            Map.entry("schedule", Set.of("pace", "ledger", "home", "campaign", "dispatch", "report", "job")),
            Map.entry(
                    "cli",
                    Set.of(
                            "disk",
                            "address",
                            "message",
                            "pace",
                            "relay",
                            "verdict",
                            "ledger",
                            "home",
                            "campaign",
                            "dispatch",
                            "inbox",
                            "check",
                            "report",
                            "job",
                            "schedule")));

    /** May be imported by every package: a reason is made where the fact is known. */
    private static final String KNOWN_TO_ALL = "reason";

    private static final JavaClasses CODE = new ClassFileImporter()
            .importUrl(Facteur.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void every_package_stands_in_the_table() {
        Set<String> packages = CODE.stream().map(ArchitectureTest::area).collect(toSet());

        assertThat(packages).isEqualTo(MAY_IMPORT.keySet());
    }

    /** Its table of rooms, and the classes that it names from a row to a recorded outcome. */
    @Test
    void what_contributing_says_of_the_house_is_there() throws IOException {
        String text = Files.readString(Path.of(".github/CONTRIBUTING.md"));
        String house = text.substring(text.indexOf("## The house"), text.indexOf("## Tests"));
        Set<String> classes = CODE.stream().map(JavaClass::getSimpleName).collect(toSet());

        assertThat(found("(?m)^\\| `([a-z]+)`", house))
                .containsAll(Set.of("job", "disk"))
                .isSubsetOf(MAY_IMPORT.keySet());
        assertThat(found("`([a-z]+)`", house)).containsAll(MAY_IMPORT.keySet());
        assertThat(found("\\b([A-Z][a-z]+[A-Z]\\w+)\\b", house))
                .contains("OutcomePolicy")
                .filteredOn(name -> !name.equals("ArchitectureTest"))
                .isSubsetOf(classes);
    }

    private static Set<String> found(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(toSet());
    }

    static Collection<String> packages() {
        return MAY_IMPORT.keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_imports_only_what_the_table_allows(String importing) {
        Set<String> allowed = MAY_IMPORT.get(importing);

        noClasses()
                .that()
                .resideInAPackage(in(importing))
                .should()
                .dependOnClassesThat(ours(
                        "is none of " + allowed,
                        imported -> !area(imported).equals(importing)
                                && !area(imported).equals(KNOWN_TO_ALL)
                                && !allowed.contains(area(imported))))
                .check(CODE);
    }

    @Test
    void packages_do_not_depend_on_each_other_in_circles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CODE);
    }

    /** Within a room as well: {@code job.send} may use {@code job.run}, and not the other way round. */
    @Test
    void rooms_within_rooms_do_not_depend_on_each_other_in_circles() {
        slices().matching("(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void spring_is_known_to_the_job_alone_and_its_jdbc_to_the_ledger() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("job"), in("ledger"), in("schedule"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage(in("ledger"))
                .should()
                .dependOnClassesThat(describe(
                        "are of Spring, but not of its JDBC",
                        imported -> imported.getPackageName().startsWith("org.springframework.")
                                && !imported.getPackageName().startsWith("org.springframework.jdbc.")
                                && !imported.getPackageName().startsWith("org.springframework.dao")))
                .check(CODE);
    }

    @Test
    void picocli_is_known_to_the_command_line_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CODE);
    }

    @Test
    void only_timing_looks_at_the_clock_and_waits() {
        noClasses()
                .that(describe(
                        "are not Timing",
                        type -> !type.isEquivalentTo(Timing.class)
                                && type.getEnclosingClass()
                                        .filter(outer -> outer.isEquivalentTo(Timing.class))
                                        .isEmpty()))
                .should()
                .callMethodWhere(describe("it looks at the clock or waits", ArchitectureTest::looksAtTheClock))
                .check(CODE);
    }

    @Test
    void every_package_is_null_marked() {
        List<String> packages = CODE.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(type -> !type.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();

        assertThat(packages).isEmpty();
    }

    @Test
    void classes_are_final_unless_they_are_meant_to_be_extended() {
        classes()
                .that(describe(
                        "nobody extends",
                        type -> !type.isInterface()
                                && !type.isEnum()
                                && !type.isAnonymousClass()
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !type.getSimpleName().equals("package-info")
                                && type.getSubclasses().isEmpty()))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CODE);
    }

    @Test
    void no_two_classes_have_one_name() {
        Map<String, Long> named = CODE.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName, counting()));

        assertThat(named).allSatisfy((name, count) -> assertThat(count).isOne());
    }

    private static boolean looksAtTheClock(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        String method = call.getName();
        return switch (method) {
            case "now" -> owner.isAssignableTo(Temporal.class);
            case "sleep" -> owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class);
            case "wait" -> owner.isEquivalentTo(Object.class);
            case "currentTimeMillis", "nanoTime" -> owner.isEquivalentTo(System.class);
            default ->
                method.startsWith("system")
                        && (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class));
        };
    }

    private static DescribedPredicate<JavaClass> ours(
            String description, java.util.function.Predicate<JavaClass> predicate) {
        return describe(description, type -> type.getPackageName().startsWith(ROOT + ".") && predicate.test(type));
    }

    private static String in(String area) {
        return ROOT + "." + area + "..";
    }

    /** The feature that a class belongs to: what follows the root in its package's name. */
    private static String area(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1).split("\\.", 2)[0];
    }
}
