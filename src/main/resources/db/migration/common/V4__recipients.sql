-- How many letters a campaign has, while no pass over the contacts is going on: to count a million of them anew takes seconds.
ALTER TABLE campaign ADD COLUMN recipients BIGINT;
