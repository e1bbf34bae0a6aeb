package org.facteur.campaign;

/** What a job file is read for, and so what must be there besides the file itself. */
public enum Purpose {
    /** Letters leave: everything is needed. */
    SEND(true, true, true, true),
    /** The same for a worker, to whom the contacts come with the letters it is granted. */
    CARRY(true, true, true, false),
    /** Nobody is logged in to, but what letters are signed with is looked at. */
    CHECK(true, true, false, false),
    /** Letters are made and nobody is logged in to: no secret is looked for. */
    PREVIEW(true, false, false, false),
    /** What became of the campaign is looked at: the files it is made of may be gone, too. */
    LOOK(false, false, false, false),
    /** What came back is read: only mailboxes are logged in to. */
    RETURNS(false, false, false, true);

    private final boolean files;
    private final boolean signing;
    private final boolean secrets;
    private final boolean mailboxes;

    Purpose(boolean files, boolean signing, boolean secrets, boolean mailboxes) {
        this.files = files;
        this.signing = signing;
        this.secrets = secrets;
        this.mailboxes = mailboxes;
    }

    /** Whether contacts, templates and pictures must be there. */
    boolean needsFiles() {
        return files;
    }

    /** Whether the contacts file must be there. */
    boolean needsContacts() {
        return files && this != CARRY;
    }

    /** Whether the keys that letters are signed with must be there. */
    boolean needsKeys() {
        return signing;
    }

    /** Whether passwords, tokens and certificates must be there. */
    boolean needsSecrets() {
        return secrets;
    }

    /** Whether the passwords of mailboxes must be there. */
    boolean readsMailboxes() {
        return mailboxes;
    }
}
