/** Days closed, and acts found by their day. */
export const closings = `
CREATE TABLE closings (
  journal_seq  INTEGER PRIMARY KEY REFERENCES journal (seq),
  date         TEXT NOT NULL,
  terminal     TEXT,
  at           INTEGER NOT NULL
) STRICT;
CREATE INDEX closing_by_terminal ON closings (terminal, journal_seq);
CREATE TRIGGER closing_keeps BEFORE UPDATE ON closings BEGIN SELECT RAISE(ABORT, 'a closing is sealed'); END;
CREATE TRIGGER closing_stays BEFORE DELETE ON closings BEGIN SELECT RAISE(ABORT, 'a closing is sealed'); END;
CREATE TRIGGER closing_of_entry BEFORE INSERT ON closings
WHEN NOT EXISTS (SELECT 1 FROM journal WHERE seq = NEW.journal_seq AND kind = 'closing')
BEGIN SELECT RAISE(ABORT, 'a closing is a journal entry'); END;

CREATE INDEX invoice_revised ON invoices (id) WHERE revision > 1;
CREATE INDEX undoing_by_time ON undoings (at, journal_seq);
CREATE INDEX allowance_by_time ON allowances (at, journal_seq);
CREATE INDEX allowance_cancel_by_time ON allowance_cancels (at, journal_seq);
`;
