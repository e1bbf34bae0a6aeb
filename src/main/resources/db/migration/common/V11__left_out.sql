-- The row of somebody who is left out, as it stood: he may get a printed card. Null: its cells cannot be told apart, or it is a duplicate.
ALTER TABLE exclusion ADD COLUMN fields VARCHAR(1000000);
