-- An issuance may take several steps; each has attempts of its own. What was issued before took one.

ALTER TABLE attempts ADD COLUMN step INTEGER NOT NULL DEFAULT 1;
