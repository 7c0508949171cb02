-- What was asked to be signed, written down before it is: the signer signs nothing else. Kept for ever, beside the attempts.

CREATE TABLE signature_requests (
  deployment_id TEXT NOT NULL REFERENCES deployments (id),
  attempt_number INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  message_hash TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  PRIMARY KEY (deployment_id, attempt_number, account_id, message_hash)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER signature_requests_no_update BEFORE UPDATE ON signature_requests
BEGIN SELECT raise(ABORT, 'signature_requests are append-only'); END;
CREATE TRIGGER signature_requests_no_delete BEFORE DELETE ON signature_requests
BEGIN SELECT raise(ABORT, 'signature_requests are append-only'); END;
