package org.facteur.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.home.Home;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Makes a trusted {@link Campaign} of a job file: placeholders filled in, unknown keys refused, ranges and files checked. Needs no
 * Spring context, so that a mistake is said within a blink.
 */
public final class JobFile {

    /** Names of other job files in an error. */
    private static final int MOST_OTHERS = 5;

    private JobFile() {}

    /**
     * @param jobFile as the user gave it; so it is shown in messages
     * @param parameters the job's, {@code year=2027} on the command line
     * @param env environment variables, from which secrets come
     * @param home what {@code --home} says; null where it is not given
     * @param purpose what is not needed for it is not looked for; a run asks for {@link Purpose#SEND}
     * @throws JobFileException with everything that is wrong with it; never with a secret
     */
    public static Campaign load(
            Path jobFile,
            Map<String, String> parameters,
            Map<String, String> env,
            @Nullable Path home,
            Purpose purpose) {
        Problems problems = new Problems(jobFile.toString());
        Section root = root(jobFile, parameters, env, problems, purpose);
        root.reading().placeholders().refuseUnused();
        Campaign campaign = new CampaignReader(jobFile, Home.of(jobFile, home, env), root, env).read();
        if (campaign == null || !problems.isEmpty()) {
            throw problems.toException();
        }
        return campaign;
    }

    /** @throws JobFileException when it is no YAML */
    static Section root(
            Path jobFile, Map<String, String> parameters, Map<String, String> env, Problems problems, Purpose purpose) {
        Piece.Fields fields = new YamlPieces(problems).read(text(jobFile));
        if (!problems.isEmpty()) {
            // What follows from half a file would only hide the mistake.
            throw problems.toException();
        }
        Path folder = jobFile.toAbsolutePath().normalize().getParent();
        Path base = folder == null ? jobFile.toAbsolutePath() : folder;
        return new Section(
                fields, new Reading(problems, new Placeholders(parameters, env, fields, problems), base, purpose));
    }

    private static String text(Path jobFile) {
        if (!Files.exists(jobFile)) {
            List<String> others = others(jobFile);
            throw unusable(
                    jobFile,
                    others.isEmpty() ? JobFileReason.JOB_NONE.of() : JobFileReason.JOB_OTHERS.of(others),
                    true);
        }
        if (Files.isDirectory(jobFile)) {
            throw unusable(jobFile, JobFileReason.JOB_FOLDER.of(), false);
        }
        if (!Files.isRegularFile(jobFile)) {
            throw unusable(jobFile, JobFileReason.JOB_DEVICE.of(), false);
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(jobFile);
        } catch (IOException e) {
            throw unusable(jobFile, JobFileReason.JOB_UNREADABLE.of(), false);
        }
        return decoded(jobFile, bytes);
    }

    /** The job files of the folder {@code jobs}, which is easily left out; where there are none, those where it was looked for. */
    private static List<String> others(Path jobFile) {
        List<String> jobs = jobFiles(jobFile.resolveSibling("jobs"));
        return jobs.isEmpty() ? jobFiles(jobFile.resolveSibling("")) : jobs;
    }

    private static List<String> jobFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
                    .sorted()
                    .limit(MOST_OTHERS)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static String decoded(Path jobFile, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = decoder.decode(in).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            // The decoder stands where it stumbled: an accent that an editor saved as Windows-1252, most often.
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw unusable(jobFile + ":" + line, JobFileReason.JOB_UTF8.of(), false);
        }
    }

    private static JobFileException unusable(Object place, Reason what, boolean missing) {
        return new JobFileException(List.of(Reason.at(place, what)), missing);
    }
}
