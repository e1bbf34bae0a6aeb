-- The last day on which somebody is away, as his note says: days since 1970.
ALTER TABLE returned ADD COLUMN away_until BIGINT;
-- Who wrote, for the owner to judge by where nothing is proven; null: a server, or whose letter it is.
ALTER TABLE returned ADD COLUMN sender VARCHAR(320);
-- What else came back from the same address, in whichever campaign.
CREATE INDEX returned_by_email ON returned (email, kind);
