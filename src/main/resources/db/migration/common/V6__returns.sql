-- Who is not written to any more, by any campaign of this home.
CREATE TABLE suppression (
    email         VARCHAR(320)  NOT NULL PRIMARY KEY,
    reason        VARCHAR(1000) NOT NULL,
    -- What shows it, such as the reply of a server; null: the owner's word.
    evidence      VARCHAR(2000),
    suppressed_at BIGINT        NOT NULL
);

-- What came back. A row for each whom a message is about.
CREATE TABLE returned (
    -- Of the message, so that reading it twice counts once.
    digest      VARCHAR(64)   NOT NULL,
    email       VARCHAR(320)  NOT NULL,
    -- The letter it is about, where one was found.
    campaign    VARCHAR(100),
    delivery_id BIGINT,
    kind        VARCHAR(20)   NOT NULL,
    -- Whether a secret of this home shows whose letter it is. Only what is proven acts.
    proven      BOOLEAN       NOT NULL,
    -- No such user, no such domain.
    bad         BOOLEAN       NOT NULL,
    category    VARCHAR(40),
    detail      VARCHAR(2000),
    received_at BIGINT        NOT NULL,
    PRIMARY KEY (digest, email)
);
CREATE INDEX returned_by_campaign ON returned (campaign, kind);

-- How far a folder of a mailbox has been read.
CREATE TABLE mailbox_cursor (
    account      VARCHAR(400) NOT NULL,
    folder       VARCHAR(400) NOT NULL,
    uid_validity BIGINT       NOT NULL,
    last_uid     BIGINT       NOT NULL,
    PRIMARY KEY (account, folder)
);
