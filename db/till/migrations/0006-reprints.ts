/** Copies that somebody asked for: who, why, where, and the slip whose state says what came of it. */
export const reprints = `
CREATE TABLE reprints (
  id           INTEGER PRIMARY KEY,
  invoice_id   INTEGER NOT NULL REFERENCES invoices (id),
  slip_id      INTEGER NOT NULL UNIQUE REFERENCES slips (id),
  journal_seq  INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  reason       TEXT NOT NULL CHECK (reason IN ('lost', 'paper-jam', 'buyer-asks', 'audit', 'other')),
  note         TEXT,
  by_whom      TEXT NOT NULL,
  at           INTEGER NOT NULL
) STRICT;
CREATE INDEX reprint_by_invoice ON reprints (invoice_id);
CREATE INDEX reprint_by_time ON reprints (at);
CREATE TRIGGER reprint_keeps BEFORE UPDATE ON reprints BEGIN SELECT RAISE(ABORT, 'the log of reprints is append-only'); END;
CREATE TRIGGER reprint_stays BEFORE DELETE ON reprints BEGIN SELECT RAISE(ABORT, 'the log of reprints is append-only'); END;
CREATE TRIGGER reprint_is_copy BEFORE INSERT ON reprints
WHEN (SELECT copy FROM slips WHERE id = NEW.slip_id) = 0 OR (SELECT journal_seq FROM slips WHERE id = NEW.slip_id) <> NEW.invoice_id
BEGIN SELECT RAISE(ABORT, 'a reprint is a marked copy of its invoice'); END;
CREATE TRIGGER reprint_of_standing BEFORE INSERT ON reprints
WHEN EXISTS (SELECT 1 FROM undoings u WHERE u.invoice_id = NEW.invoice_id)
BEGIN SELECT RAISE(ABORT, 'an undone invoice is not reprinted'); END;
`;
