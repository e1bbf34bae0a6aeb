package org.facteur.job.send;

import java.util.List;
import org.facteur.report.WorkerStatus;
import org.springframework.batch.core.listener.StepExecutionListener;

/** Of a run that sends nothing itself: has workers take accounts while step {@code send} goes on. */
public interface Head extends StepExecutionListener {

    /** Who carries its letters, or stands ready to. */
    default List<WorkerStatus> workers() {
        return List.of();
    }

    /** The run sends by itself. */
    Head NOBODY = new Head() {};
}
