-- When a campaign last tried, and how an account was used: without a look at every attempt the home ever made.
CREATE INDEX attempt_by_campaign ON attempt (campaign, ended_at);
CREATE INDEX attempt_by_account ON attempt (account, ended_at);
