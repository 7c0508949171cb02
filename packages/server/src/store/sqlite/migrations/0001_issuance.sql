-- Who owns what.

CREATE TABLE organizations (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  tier TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  full_name TEXT,
  password_hash TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX users_email ON users (email);

CREATE TABLE memberships (
  user_id TEXT NOT NULL REFERENCES users (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  role TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, organization_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_organization ON memberships (organization_id);

CREATE TABLE phrases (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  sealed_phrase BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  family TEXT NOT NULL,
  slot INTEGER NOT NULL,
  address TEXT NOT NULL,
  sealed_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX accounts_slot ON accounts (organization_id, family, slot);

-- Platform accounts that pay fees. A replaced one stays: it may hold money, and its attempts may still be open.
CREATE TABLE sponsors (
  id TEXT NOT NULL PRIMARY KEY,
  network_id TEXT NOT NULL,
  family TEXT NOT NULL,
  slot INTEGER NOT NULL,
  address TEXT NOT NULL,
  sealed_key BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  replaced_by TEXT
) STRICT;
CREATE UNIQUE INDEX sponsors_current ON sponsors (network_id) WHERE replaced_by IS NULL;

CREATE TABLE pinned_networks (
  network_id TEXT NOT NULL PRIMARY KEY,
  identity TEXT NOT NULL,
  pinned_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  ip TEXT,
  user_agent TEXT
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE refresh_tokens (
  hash TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  child_hash TEXT,
  exchanged_at INTEGER
) STRICT;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

-- Issuances. Numbers of the chains (rounds, blocks, asset ids, nonces) reach 2^64 and are decimal text.

CREATE TABLE deployments (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  network_id TEXT NOT NULL,
  token_type TEXT NOT NULL,
  reference TEXT,
  parameters TEXT NOT NULL,
  issuer_account_id TEXT NOT NULL REFERENCES accounts (id),
  issuer TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  transaction_id TEXT,
  block_number TEXT,
  block_hash TEXT,
  asset_id TEXT,
  contract_address TEXT,
  read_back TEXT,
  error TEXT,
  waiting TEXT,
  correlation_id TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  due_at INTEGER,
  lease_token TEXT,
  lease_until INTEGER,
  leased_by TEXT
) STRICT;
CREATE INDEX deployments_newest ON deployments (organization_id, created_at, id);
CREATE INDEX deployments_reference ON deployments (organization_id, reference) WHERE reference IS NOT NULL;
CREATE INDEX deployments_due ON deployments (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deployments_leased ON deployments (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX deployments_count ON deployments (network_id, state);

CREATE TABLE history (
  deployment_id TEXT NOT NULL REFERENCES deployments (id),
  sequence INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  transaction_id TEXT,
  block_number TEXT,
  block_hash TEXT,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (deployment_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  deployment_id TEXT NOT NULL REFERENCES deployments (id),
  number INTEGER NOT NULL,
  network_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  nonce TEXT CHECK (length(nonce) = 20),
  first_valid TEXT,
  last_valid TEXT,
  broadcasts INTEGER NOT NULL,
  last_broadcast_at INTEGER,
  last_answer TEXT,
  outcome TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (deployment_id, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX attempts_nonce ON attempts (network_id, sender, nonce) WHERE nonce IS NOT NULL;

CREATE TABLE signed_variants (
  deployment_id TEXT NOT NULL,
  attempt_number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  transaction_id TEXT NOT NULL,
  bytes BLOB NOT NULL,
  signed_at INTEGER NOT NULL,
  details TEXT NOT NULL,
  PRIMARY KEY (deployment_id, attempt_number, position),
  FOREIGN KEY (deployment_id, attempt_number) REFERENCES attempts (deployment_id, number)
) STRICT;
CREATE UNIQUE INDEX signed_variants_transaction ON signed_variants (deployment_id, attempt_number, transaction_id);

-- What partners are told.

CREATE TABLE events (
  position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  type TEXT NOT NULL,
  deployment_id TEXT,
  sequence INTEGER,
  payload TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (deployment_id, sequence) REFERENCES history (deployment_id, sequence)
) STRICT;
CREATE UNIQUE INDEX events_id ON events (id);
CREATE INDEX events_organization ON events (organization_id, position);
CREATE UNIQUE INDEX events_sequence ON events (deployment_id, sequence) WHERE deployment_id IS NOT NULL;

CREATE TABLE endpoints (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  description TEXT,
  status TEXT NOT NULL,
  disabled_reason TEXT,
  secrets TEXT NOT NULL,
  failing_since INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX endpoints_newest ON endpoints (organization_id, created_at, id);

CREATE TABLE deliveries (
  id TEXT NOT NULL PRIMARY KEY,
  endpoint_id TEXT NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  event_position INTEGER NOT NULL REFERENCES events (position),
  event_id TEXT NOT NULL,
  event_type TEXT NOT NULL,
  deployment_id TEXT,
  sequence INTEGER,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at INTEGER,
  last_attempt_at INTEGER,
  last_status INTEGER,
  last_error TEXT,
  last_response_excerpt TEXT,
  created_at INTEGER NOT NULL,
  lease_token TEXT,
  lease_until INTEGER,
  leased_by TEXT
) STRICT;
CREATE UNIQUE INDEX deliveries_event ON deliveries (endpoint_id, event_position);
CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_leased ON deliveries (endpoint_id, lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX deliveries_lane ON deliveries (endpoint_id, deployment_id, event_position) WHERE status <> 'succeeded';
CREATE INDEX deliveries_status ON deliveries (status, endpoint_id, event_position);
CREATE INDEX deliveries_of_event ON deliveries (event_position);

-- What was answered, and who did what.

CREATE TABLE idempotency_keys (
  organization_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer BLOB,
  claimed_until INTEGER,
  created_at INTEGER NOT NULL,
  answered_at INTEGER,
  PRIMARY KEY (organization_id, operation, key)
) STRICT;

CREATE TABLE audit_entries (
  sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  organization_id TEXT,
  correlation_id TEXT,
  ip TEXT,
  user_agent TEXT,
  action TEXT NOT NULL,
  target TEXT,
  outcome TEXT NOT NULL,
  error_code TEXT,
  details TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX audit_entries_id ON audit_entries (id);
CREATE INDEX audit_entries_organization ON audit_entries (organization_id, sequence);

CREATE TABLE store_checks (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  checked_at INTEGER NOT NULL
) STRICT;

-- What is told is told: nothing of it is changed or removed, whoever asks.

CREATE TRIGGER history_no_update BEFORE UPDATE ON history
BEGIN SELECT raise(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history
BEGIN SELECT raise(ABORT, 'history is append-only'); END;

CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'events are append-only'); END;

CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
BEGIN SELECT raise(ABORT, 'audit_entries are append-only'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
BEGIN SELECT raise(ABORT, 'audit_entries are append-only'); END;
