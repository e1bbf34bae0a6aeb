-- Failed connections in a row, so that a relay that breaks off is left alone over restarts too.
ALTER TABLE relay_state ADD COLUMN failures INTEGER DEFAULT 0 NOT NULL;

-- What was foreseen when the last run ended, as JSON; for status, which starts nothing.
ALTER TABLE campaign ADD COLUMN plan VARCHAR(4000);
