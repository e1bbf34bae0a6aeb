package org.facteur.cli.screen;

import org.facteur.reason.ReasonKey;

/** Why there is no log. */
enum ScreenReason implements ReasonKey {
    LOG_FOLDER,
    LOG_FILE
}
