package org.facteur.home;

import org.facteur.reason.ReasonKey;

/** What may be wrong with where a mailing's files and its ledger are. */
enum HomeReason implements ReasonKey {
    FOLDER,
    DENIED,
    FILE,
    NOWHERE,
    READONLY,
    FILE_DENIED,
    FILE_OWNER,
    FILE_OTHER,
    FULL,
    LINK,
    LOCK,
    DATABASE_KIND,
    DATABASE_PASSWORD,
    OTHER,
    OTHER_NONE,
    OTHER_SERVER,
    OTHER_FILES,
    GONE,
    MOVE_NONE,
    MOVE_THERE,
    REMEMBERED,
    REMEMBERED_URL,
    KEY_PERMISSIONS,
    KEY_OTHER
}
