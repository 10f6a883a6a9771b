/**
 * Slips of every kind: each is a picture of one journal entry, which need not be an invoice's. Which papers there are is the
 * region's business, so the table no longer lists them. An invoice's own papers show the entry that has the invoice's id.
 */
export const papers = `
CREATE TABLE papers (
  id           INTEGER PRIMARY KEY,
  invoice_id   INTEGER REFERENCES invoices (id),
  journal_seq  INTEGER NOT NULL REFERENCES journal (seq),
  document     TEXT NOT NULL CHECK (document <> ''),
  copy         INTEGER NOT NULL CHECK (copy >= 0),
  printer      TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'sending', 'printed', 'sent', 'uncertain', 'failed', 'settled', 'dropped')),
  after_clear  INTEGER NOT NULL CHECK (after_clear IN (0, 1)),
  mark         TEXT,
  reason       TEXT,
  outcome      TEXT CHECK (outcome IN ('on-paper', 'nothing', 'torn-kept', 'torn-handed')),
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  ended_at     INTEGER,
  CHECK ((state = 'settled') = (outcome IS NOT NULL))
) STRICT;
INSERT INTO papers SELECT id, invoice_id, invoice_id, document, copy, printer, state, after_clear, mark, reason, outcome, created_at, started_at, ended_at
  FROM slips;
DROP TABLE slips;
ALTER TABLE papers RENAME TO slips;

-- What was dropped or never reached a customer gives its place free: its own id tells it apart.
CREATE UNIQUE INDEX one_original ON slips (journal_seq, document, copy,
  (CASE WHEN copy = 0 AND (state = 'dropped' OR outcome IN ('nothing', 'torn-kept')) THEN id ELSE 0 END));
CREATE INDEX slip_open ON slips (state, printer, id) WHERE state NOT IN ('printed', 'sent', 'settled', 'dropped');
-- An invoice's notes and allowances. Its own papers are found by their entry, so a sale does not touch this index.
CREATE INDEX slip_beside ON slips (invoice_id) WHERE journal_seq <> invoice_id;
`;
