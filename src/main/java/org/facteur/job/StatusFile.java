package org.facteur.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import org.facteur.job.run.RunObserver;
import org.facteur.job.run.RunProgress;
import org.facteur.report.RunningStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells other processes how the run goes: a file, replaced as a whole, gone when the run is over. */
final class StatusFile implements RunObserver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);

    private final Path file;

    StatusFile(Path file) {
        this.file = file;
    }

    @Override
    public void at(RunProgress progress) {
        Path draft = file.resolveSibling("status.json.part");
        RunningStatus status = new RunningStatus(progress.status(), progress.relays());
        try {
            Files.writeString(draft, status.toJson(ZoneId.systemDefault()) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Only onlookers miss it; the ledger decides.
            LOG.debug("no status file", e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("status file stays", e);
        }
    }
}
