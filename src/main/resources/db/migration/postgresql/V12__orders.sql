-- What a head is told from another machine: the exit code and the reason to end with. Null: to go on.
ALTER TABLE head ADD COLUMN stop INTEGER;
ALTER TABLE head ADD COLUMN reason VARCHAR(2000);

-- Letters that a worker has carried for the run that is going on, or was the last.
ALTER TABLE worker ADD COLUMN letters BIGINT DEFAULT 0 NOT NULL;
