-- Walks over every sealed record, to another master key. One is unfinished at most.

CREATE TABLE rewraps (
  id TEXT NOT NULL PRIMARY KEY,
  provider TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key_version TEXT NOT NULL,
  everything INTEGER NOT NULL,
  pass INTEGER NOT NULL,
  place TEXT,
  row TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  rewrapped INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  last_error TEXT,
  started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  finished_at INTEGER,
  lease_token TEXT,
  lease_until INTEGER
) STRICT;
CREATE INDEX rewraps_started ON rewraps (started_at);
