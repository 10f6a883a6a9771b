/** Invoices that won in the draw, as the platform said. The file's own list is in the journal. */
export const prizes = `
CREATE TABLE prizes (
  id           INTEGER PRIMARY KEY,
  invoice_id   INTEGER NOT NULL REFERENCES invoices (id),
  list_type    TEXT NOT NULL,
  prize_type   TEXT NOT NULL,
  amount       INTEGER NOT NULL CHECK (amount >= 0),
  claim_from   TEXT NOT NULL,
  claim_until  TEXT NOT NULL,
  journal_seq  INTEGER NOT NULL REFERENCES journal (seq),
  CONSTRAINT prize_once UNIQUE (invoice_id, list_type, prize_type)
) STRICT;
CREATE TRIGGER prize_keeps BEFORE UPDATE ON prizes BEGIN SELECT RAISE(ABORT, 'a prize is never changed'); END;
CREATE TRIGGER prize_stays BEFORE DELETE ON prizes BEGIN SELECT RAISE(ABORT, 'a prize is never deleted'); END;
`;
