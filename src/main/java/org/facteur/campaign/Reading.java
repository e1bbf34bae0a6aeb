package org.facteur.campaign;

import java.nio.file.Path;

/**
 * What every part of a job file needs while it is read.
 *
 * @param base folder that relative paths start from: the job file's
 * @param purpose tells what must be there
 */
record Reading(Problems problems, Placeholders placeholders, Path base, Purpose purpose) {}
