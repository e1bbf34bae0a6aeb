-- Who has written to the ledger, one after the other. The newest is the one who may. A copy that does not know a writer whom a home
-- remembers is older than what that home has seen.
CREATE TABLE writer (
    epoch   BIGINT      NOT NULL PRIMARY KEY,
    -- At random: in another history the writer of the same number has another one.
    mark    VARCHAR(40) NOT NULL,
    -- Group commits: tells whether one whose answer was lost has been made.
    commits BIGINT      DEFAULT 0 NOT NULL
);
