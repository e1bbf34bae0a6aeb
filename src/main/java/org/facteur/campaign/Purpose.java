package org.facteur.campaign;

/** What a job file is read for, and so what must be there besides the file itself. */
public enum Purpose {
    /** Letters leave: everything is needed. */
    SEND(true, true),
    /** Letters are made and nobody is logged in to: no secret is looked for. */
    PREVIEW(true, false),
    /** What became of the campaign is looked at: the files it is made of may be gone, too. */
    LOOK(false, false);

    private final boolean files;
    private final boolean secrets;

    Purpose(boolean files, boolean secrets) {
        this.files = files;
        this.secrets = secrets;
    }

    /** Whether contacts, templates and pictures must be there. */
    boolean needsFiles() {
        return files;
    }

    /** Whether passwords, tokens and certificates must be there. */
    boolean needsSecrets() {
        return secrets;
    }
}
