-- What stands between a stranger and a session: counted guesses, second factors, proof asked for again.

-- Guesses of passwords and codes. The subject is a hash: strangers' addresses are not ours to keep.
CREATE TABLE guesses (
  subject TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL CHECK (failures >= 0),
  -- Tries that are being checked: each counts as a failure until it is known to be none.
  reserved INTEGER NOT NULL CHECK (reserved >= 0),
  last_at INTEGER NOT NULL,
  locked_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX guesses_last ON guesses (last_at);

CREATE TABLE second_factors (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
  sealed_secret BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  -- Until then it is enrolled and asks for nothing.
  confirmed_at INTEGER,
  -- Step of the last code that was used: none before it is taken again.
  last_step INTEGER
) STRICT;

CREATE TABLE recovery_codes (
  user_id TEXT NOT NULL REFERENCES users (id),
  hash TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

ALTER TABLE organizations ADD COLUMN second_factor_required INTEGER NOT NULL DEFAULT 0;

ALTER TABLE sessions ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN stepped_up_at INTEGER;
UPDATE sessions SET last_used_at = created_at;
DROP INDEX sessions_user;
CREATE INDEX sessions_user ON sessions (user_id, created_at, id);

-- Who did what from where, apart from the many lines of deployments.
CREATE INDEX audit_entries_activity ON audit_entries (organization_id, sequence)
  WHERE action not glob 'deployment.*';
CREATE INDEX audit_entries_activity_of ON audit_entries (actor, sequence)
  WHERE action not glob 'deployment.*';
