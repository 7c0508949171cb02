-- What users are told by mail. A mail is stored with what it tells; its facts and its sealed token are wiped once it is sent.

CREATE TABLE mails (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  user_id TEXT REFERENCES users (id),
  recipient TEXT NOT NULL,
  facts TEXT NOT NULL,
  sealed_token BLOB,
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at INTEGER,
  sent_at INTEGER,
  last_error TEXT,
  lease_token TEXT,
  lease_until INTEGER,
  leased_by TEXT
) STRICT;
CREATE INDEX mails_due ON mails (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX mails_user ON mails (user_id, created_at, id);
CREATE INDEX mails_status ON mails (status);

-- What links in mails allow: single use, expiring, only their hash.
CREATE TABLE mail_tokens (
  hash TEXT NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  email TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX mail_tokens_user ON mail_tokens (user_id, purpose, expires_at);

CREATE TABLE muted_mails (
  user_id TEXT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;

ALTER TABLE users ADD COLUMN email_verified_at INTEGER;
