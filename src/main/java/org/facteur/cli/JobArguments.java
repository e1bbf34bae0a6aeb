package org.facteur.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.Logs;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The job file and what fills in its placeholders. */
final class JobArguments {

    @Parameters(index = "0", paramLabel = "JOB", description = "The job file, such as jobs/voeux.yaml.")
    private @Nullable Path job;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "name=value",
            description = "Fills in $${name} in the job file.")
    private List<String> parameters = List.of();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where var/ is. Default: FACTEUR_HOME, else the parent of the job file's folder.")
    private @Nullable Path home;

    /**
     * @throws MendableException when a parameter is no name=value
     */
    Campaign load(Purpose purpose) {
        if (job == null) {
            throw new IllegalStateException("no job file was given");
        }
        return load(job, parameters, home, purpose);
    }

    /**
     * @param home what {@code --home} says; null where it is not given
     * @throws MendableException when a parameter is no name=value
     */
    static Campaign load(Path job, List<String> parameters, @Nullable Path home, Purpose purpose) {
        Campaign campaign = JobFile.load(job, values(parameters), System.getenv(), home, purpose);
        Logs.belongTo(campaign.home());
        return campaign;
    }

    static Map<String, String> values(List<String> parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new MendableException(CliReason.PARAMETER.of(parameter), ExitCodes.USAGE);
            }
            values.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return values;
    }
}
