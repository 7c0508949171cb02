-- Accounts brought in beside those made here. One of each family issues what is new.
ALTER TABLE accounts ADD COLUMN origin TEXT NOT NULL DEFAULT 'created';
ALTER TABLE accounts ADD COLUMN issuing INTEGER NOT NULL DEFAULT 1;

-- What is brought in has slots of its own words, not of the organization's.
DROP INDEX accounts_slot;
CREATE UNIQUE INDEX accounts_slot ON accounts (organization_id, family, slot)
  WHERE origin = 'created';

-- Whatever the program does: an organization has an account once, and one issuer of each family at most.
CREATE UNIQUE INDEX accounts_address ON accounts (organization_id, family, address);
CREATE UNIQUE INDEX accounts_issuing ON accounts (organization_id, family) WHERE issuing = 1;
