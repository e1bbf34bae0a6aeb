-- Bytes of the largest letter that is to be sent, for a relay that says how large a letter it takes. Null: those that wait are to be merged once
-- more before the first of them leaves.
ALTER TABLE campaign ADD COLUMN largest_letter BIGINT;

-- Letters that were refused, expired or in doubt are to be sent after all: their pass is 0 until a pass meets them.
ALTER TABLE campaign ADD COLUMN put_back BOOLEAN DEFAULT FALSE NOT NULL;
