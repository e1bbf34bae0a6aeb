package org.facteur.job.run;

/** Is told once a second how a run goes, by a thread of its own. Must not block for long: who comes after it waits. */
@FunctionalInterface
public interface RunObserver {

    void at(RunProgress progress);
}
