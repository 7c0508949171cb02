-- Whoever founds a second organization has words for each: they belong to the organization.
CREATE TABLE organization_phrases (
  organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  sealed_phrase BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO organization_phrases
  SELECT organization_id, user_id, sealed_phrase, created_at FROM phrases;
DROP TABLE phrases;
ALTER TABLE organization_phrases RENAME TO phrases;

-- Whatever the program does: no organization has two owners.
CREATE UNIQUE INDEX memberships_owner ON memberships (organization_id) WHERE role = 'owner';

-- Invitations by mail; of what the link holds only the hash is kept.
CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  invited_by TEXT NOT NULL REFERENCES users (id),
  hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  accepted_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX invitations_hash ON invitations (hash);
CREATE INDEX invitations_organization ON invitations (organization_id, created_at, id);
-- A later one to the same address replaces the one before.
CREATE UNIQUE INDEX invitations_pending ON invitations (organization_id, email)
  WHERE accepted_at IS NULL AND revoked_at IS NULL;
