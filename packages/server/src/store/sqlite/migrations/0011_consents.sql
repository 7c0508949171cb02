-- Which terms of use a user accepted, when and from where.

CREATE TABLE consents (
  user_id TEXT NOT NULL REFERENCES users (id),
  terms_version TEXT NOT NULL,
  terms_url TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  ip TEXT,
  user_agent TEXT,
  PRIMARY KEY (user_id, terms_version)
) STRICT, WITHOUT ROWID;
