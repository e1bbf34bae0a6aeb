-- The ledger. Times are milliseconds since 1970 in UTC: no time zone of a server or a driver can shift them.

CREATE TABLE campaign (
    name        VARCHAR(100)  NOT NULL PRIMARY KEY,
    state       VARCHAR(20)   NOT NULL,
    reason      VARCHAR(1000),
    resume_at   BIGINT,
    -- What was enlisted last, whole and without error: contacts file and templates, as a digest.
    enlisted    VARCHAR(100),
    -- Counts the passes over the contacts file; exclusions belong to the newest.
    pass        BIGINT        DEFAULT 0 NOT NULL,
    created_at  BIGINT        NOT NULL,
    updated_at  BIGINT        NOT NULL
);

CREATE TABLE delivery (
    id               BIGINT           NOT NULL PRIMARY KEY,
    campaign         VARCHAR(100)     NOT NULL,
    email            VARCHAR(320)     NOT NULL,
    domain           VARCHAR(255)     NOT NULL,
    line             BIGINT           NOT NULL,
    pass             BIGINT           NOT NULL,
    -- The row as it was enlisted: a letter sent later is the one that was checked.
    fields           VARCHAR(1000000) NOT NULL,
    message_id       VARCHAR(400),
    state            VARCHAR(10)      NOT NULL,
    category         VARCHAR(40),
    reply            VARCHAR(2000),
    relay            VARCHAR(100),
    -- A recipient who is to come back the same way: greylisting wants the same relay and sender.
    bound            BOOLEAN          DEFAULT FALSE NOT NULL,
    attempts         INTEGER          DEFAULT 0 NOT NULL,
    deferrals        INTEGER          DEFAULT 0 NOT NULL,
    first_attempt_at BIGINT,
    due_at           BIGINT           NOT NULL,
    updated_at       BIGINT           NOT NULL,
    -- Never twice: a constraint, not a convention.
    CONSTRAINT delivery_once UNIQUE (campaign, email)
);
CREATE INDEX delivery_by_state ON delivery (campaign, state, id);

CREATE TABLE attempt (
    id          BIGINT        NOT NULL PRIMARY KEY,
    delivery_id BIGINT        NOT NULL,
    campaign    VARCHAR(100)  NOT NULL,
    domain      VARCHAR(255)  NOT NULL,
    relay       VARCHAR(100)  NOT NULL,
    account     VARCHAR(400)  NOT NULL,
    -- Null: refused or broken before the seal.
    sealed_at   BIGINT,
    -- Null: open. What settle finds.
    ended_at    BIGINT,
    -- Whether a server may have counted it.
    counted     BOOLEAN       NOT NULL,
    outcome     VARCHAR(10),
    category    VARCHAR(40),
    reply       VARCHAR(2000)
);
CREATE INDEX attempt_by_end ON attempt (ended_at);
CREATE INDEX attempt_by_delivery ON attempt (delivery_id);

CREATE TABLE exclusion (
    campaign VARCHAR(100)  NOT NULL,
    line     BIGINT        NOT NULL,
    pass     BIGINT        NOT NULL,
    reason   VARCHAR(10)   NOT NULL,
    email    VARCHAR(1000) NOT NULL,
    detail   VARCHAR(2000) NOT NULL,
    PRIMARY KEY (campaign, line)
);

-- How a relay fares, so that a restart does not forget that it was told to slow down.
CREATE TABLE relay_state (
    account         VARCHAR(400) NOT NULL PRIMARY KEY,
    closed_until    BIGINT,
    reason          VARCHAR(1000),
    full_rate       DOUBLE PRECISION,
    rate            DOUBLE PRECISION,
    connections     INTEGER,
    updated_at      BIGINT NOT NULL
);

CREATE TABLE domain_state (
    domain       VARCHAR(255) NOT NULL PRIMARY KEY,
    closed_until BIGINT       NOT NULL,
    pauses       INTEGER      NOT NULL,
    reason       VARCHAR(1000),
    updated_at   BIGINT       NOT NULL
);

-- The mail provider behind a domain, as its MX records tell. Empty provider: none we know.
CREATE TABLE domain_provider (
    domain     VARCHAR(255) NOT NULL PRIMARY KEY,
    provider   VARCHAR(100) NOT NULL,
    looked_up_at BIGINT     NOT NULL
);
