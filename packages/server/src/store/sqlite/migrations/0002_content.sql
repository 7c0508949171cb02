-- Content of IPFS: files that were uploaded or written for a token, under the CID that their bytes have.

-- Uploads that go on; their pieces are the bytes of a content once it is kept.
CREATE TABLE content_uploads (
  id TEXT NOT NULL PRIMARY KEY,
  started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX content_uploads_started ON content_uploads (started_at);

CREATE TABLE content_pieces (
  upload_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  bytes BLOB NOT NULL,
  PRIMARY KEY (upload_id, position)
) STRICT;

CREATE TABLE contents (
  cid TEXT NOT NULL PRIMARY KEY,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  mime_type TEXT NOT NULL,
  upload_id TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX contents_upload ON contents (upload_id);

-- A CID promises its bytes for ever.

CREATE TRIGGER contents_no_update BEFORE UPDATE ON contents
BEGIN SELECT raise(ABORT, 'contents never change'); END;
CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents
BEGIN SELECT raise(ABORT, 'contents are kept for ever'); END;

CREATE TRIGGER content_pieces_no_update BEFORE UPDATE ON content_pieces
BEGIN SELECT raise(ABORT, 'contents never change'); END;
CREATE TRIGGER content_pieces_no_delete BEFORE DELETE ON content_pieces
WHEN EXISTS (SELECT 1 FROM contents WHERE upload_id = OLD.upload_id)
BEGIN SELECT raise(ABORT, 'contents are kept for ever'); END;

CREATE TABLE media (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  cid TEXT NOT NULL REFERENCES contents (cid),
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
-- The same file twice is one file.
CREATE UNIQUE INDEX media_once ON media (organization_id, cid);

CREATE TABLE pins (
  cid TEXT NOT NULL REFERENCES contents (cid),
  pinner TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  held_at INTEGER,
  PRIMARY KEY (cid, pinner)
) STRICT;
