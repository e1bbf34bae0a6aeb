package org.facteur.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.facteur.disk.PrivateFile;
import org.facteur.job.run.RunObserver;
import org.facteur.job.run.RunProgress;
import org.facteur.report.CampaignStatus;
import org.facteur.report.RunningStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells other processes how the run goes: a file, replaced as a whole, gone when the run is over. */
final class StatusFile implements RunObserver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);

    private final Path file;
    private volatile List<CampaignStatus> others = List.of();

    StatusFile(Path file) {
        this.file = file;
    }

    /** From now on the home's other campaigns are told of, too. */
    void beside(List<CampaignStatus> campaigns) {
        others = campaigns;
    }

    @Override
    public void at(RunProgress progress) {
        Path draft = file.resolveSibling("status.json.part");
        RunningStatus status = new RunningStatus(progress.status(), progress.relays(), others);
        try {
            // Made again each time: a link that somebody put in its place is not followed.
            Files.deleteIfExists(draft);
            try (SeekableByteChannel out = Files.newByteChannel(
                    draft,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PrivateFile.ownerOnly(draft))) {
                String json = status.toJson(ZoneId.systemDefault()) + "\n";
                out.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
            }
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
