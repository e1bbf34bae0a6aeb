-- Attempts that are going on have a table of their own, which never holds more than there are connections: an attempt is written into the
-- indexes of all there ever were once, when it ends.
CREATE TABLE open_attempt (
    id          BIGINT        NOT NULL PRIMARY KEY,
    delivery_id BIGINT        NOT NULL,
    campaign    VARCHAR(100)  NOT NULL,
    domain      VARCHAR(255)  NOT NULL,
    relay       VARCHAR(100)  NOT NULL,
    account     VARCHAR(400)  NOT NULL,
    sealed_at   BIGINT        NOT NULL
);
INSERT INTO open_attempt (id, delivery_id, campaign, domain, relay, account, sealed_at)
    SELECT id, delivery_id, campaign, domain, relay, account, sealed_at FROM attempt WHERE ended_at IS NULL;
DELETE FROM attempt WHERE ended_at IS NULL;
ALTER TABLE attempt ALTER COLUMN ended_at SET NOT NULL;
ALTER TABLE attempt ALTER COLUMN outcome SET NOT NULL;
ALTER TABLE attempt ALTER COLUMN category SET NOT NULL;

-- The last number given to a letter of the campaign, whether or not it is still there: no number is given twice.
ALTER TABLE campaign ADD COLUMN last_delivery BIGINT DEFAULT 0 NOT NULL;
UPDATE campaign SET last_delivery = GREATEST(
    (SELECT COALESCE(MAX(id), 0) FROM delivery), (SELECT COALESCE(MAX(delivery_id), 0) FROM attempt),
    (SELECT COALESCE(MAX(delivery_id), 0) FROM open_attempt));
DROP INDEX attempt_by_delivery;
