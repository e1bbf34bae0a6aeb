-- One campaign from several machines: a head decides which letter goes where, workers carry. Times are milliseconds since 1970 by the clock
-- of this server, which all of them share.

-- Several write attempts at once: each takes a block of ids. The last one that was given out.
CREATE TABLE attempt_block (last_id BIGINT NOT NULL);
INSERT INTO attempt_block VALUES (0);

-- The run that decides; what workers have to know of it.
CREATE TABLE head (
    campaign    VARCHAR(100) NOT NULL PRIMARY KEY,
    -- Its turn as a writer. One whose epoch is not the newest has been overtaken.
    epoch       BIGINT       NOT NULL,
    -- Letters are named with the key of the head's home, so that what comes back is known there.
    message_key VARCHAR(64)  NOT NULL
);

-- Processes that carry letters, or stand ready to.
CREATE TABLE worker (
    name        VARCHAR(100) NOT NULL PRIMARY KEY,
    campaign    VARCHAR(100) NOT NULL,
    since       BIGINT       NOT NULL,
    lease_until BIGINT       NOT NULL,
    stop        BOOLEAN      DEFAULT FALSE NOT NULL
);

-- Whose turn it is at a relay's account. Who holds it is the only one to write letters of that account into the ledger.
CREATE TABLE claim (
    account     VARCHAR(400) NOT NULL PRIMARY KEY,
    campaign    VARCHAR(100) NOT NULL,
    -- The partition: who carries out this step execution may take it.
    step        BIGINT       NOT NULL,
    epoch       BIGINT       NOT NULL,
    -- Group commits of this epoch, as in the table writer.
    commits     BIGINT       DEFAULT 0 NOT NULL,
    -- Null: nobody.
    worker      VARCHAR(100),
    lease_until BIGINT       DEFAULT 0 NOT NULL,
    stop        BOOLEAN      DEFAULT FALSE NOT NULL
);

-- Letters that the head has given to whoever holds an account.
CREATE TABLE granted (
    delivery_id BIGINT       NOT NULL PRIMARY KEY,
    turn        BIGINT       GENERATED ALWAYS AS IDENTITY,
    account     VARCHAR(400) NOT NULL,
    epoch       BIGINT       NOT NULL,
    relay       VARCHAR(100) NOT NULL,
    -- Over which of the relay's connections, from 0.
    connection  INTEGER      NOT NULL,
    -- How it went, as JSON, in the same commit as its outcome; null: not yet.
    answer      TEXT
);

-- The requests of Spring Batch's partitions, as spring-integration-jdbc has them, with JSON instead of serialised Java.
CREATE SEQUENCE int_message_seq;
CREATE TABLE int_channel_message (
    message_id       CHAR(36)     NOT NULL,
    group_key        CHAR(36)     NOT NULL,
    created_date     BIGINT       NOT NULL,
    message_priority BIGINT,
    message_sequence BIGINT       DEFAULT nextval('int_message_seq') NOT NULL,
    message_content  TEXT,
    region           VARCHAR(100) NOT NULL,
    PRIMARY KEY (region, group_key, created_date, message_sequence)
);
CREATE INDEX int_channel_msg_delete_idx ON int_channel_message (region, group_key, message_id);
CREATE FUNCTION int_channel_message_notify() RETURNS TRIGGER AS $$
BEGIN
    PERFORM pg_notify('int_channel_message_notify', NEW.region || ' ' || NEW.group_key);
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER int_channel_message_notify AFTER INSERT ON int_channel_message
    FOR EACH ROW EXECUTE FUNCTION int_channel_message_notify();
