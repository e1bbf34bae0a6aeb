package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OptimisingCompilerTest {

    @TempDir
    private Path folder;

    @Test
    void it_is_left_out_where_contacts_are_few_and_nothing_stays_behind() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));

        assertThat(jvm(contacts(2_000), "-Djava.io.tmpdir=" + temporary)).contains("c2 directives", "Exclude:true");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void a_large_file_keeps_it() throws Exception {
        assertThat(jvm(contacts(5_000_000))).contains("c2 directives").doesNotContain("Exclude:true");
    }

    @Test
    void what_the_jvm_was_told_at_its_start_holds() throws Exception {
        assertThat(jvm(contacts(2_000), "-XX:TieredStopAtLevel=1"))
                .contains("c1 directives")
                .doesNotContain("Exclude:true");
    }

    @Test
    void where_nothing_can_be_written_it_stays() throws Exception {
        assertThat(jvm(contacts(2_000), "-Djava.io.tmpdir=" + folder.resolve("nowhere")))
                .contains("c2 directives")
                .doesNotContain("Exclude:true");
    }

    private Path contacts(long bytes) throws IOException {
        Path file = folder.resolve("contacts.csv");
        try (RandomAccessFile contacts = new RandomAccessFile(file.toFile(), "rw")) {
            contacts.setLength(bytes);
        }
        return file;
    }

    /** What a JVM with these options says of its compilers, afterwards. */
    private static String jvm(Path contacts, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OptimisingCompilerTest.class.getName()));
        command.add(contacts.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    public static void main(String[] arguments) throws JMException {
        OptimisingCompiler.leaveOutFor(Path.of(arguments[0]));
        System.out.println(ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesPrint",
                        new Object[0],
                        new String[0]));
    }
}
