package org.facteur.job.send;

import org.springframework.batch.core.listener.StepExecutionListener;

/** Of a run that sends nothing itself: sees to it that workers take accounts while step {@code send} goes on. */
public interface Head extends StepExecutionListener {

    /** The run sends by itself. */
    Head NOBODY = new Head() {};
}
