/**
 * Parcels on their way. Order is kept in a thread: all that was ever said of one number, whichever revision it was said of. A
 * thread is named by its first entry, so that a sale's own parcel needs no further index; a report is a thread of its own.
 */
export const outbox = `
CREATE TABLE outbox (
  thread       INTEGER NOT NULL REFERENCES journal (seq),
  journal_seq  INTEGER NOT NULL REFERENCES journal (seq),
  invoice_id   INTEGER REFERENCES invoices (id),
  message      TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'sent', 'accepted', 'rejected', 'conflict', 'resolved')),
  reason       TEXT,
  code         TEXT,
  deadline     INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  due_at       INTEGER NOT NULL,
  tries        INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  sent_at      INTEGER,
  ended_at     INTEGER,
  warned       INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT parcel_once PRIMARY KEY (thread, journal_seq),
  CHECK (thread <= journal_seq)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox (thread, journal_seq, invoice_id, message, state, reason, deadline, created_at, due_at)
  SELECT (SELECT min(f.id) FROM invoices i JOIN invoices f ON f.number = i.number AND f.period = i.period WHERE i.id = p.invoice_id),
    journal_seq, invoice_id, message, state, reason, deadline, created_at, created_at
  FROM parcels p;
DROP TABLE parcels;
ALTER TABLE outbox RENAME TO parcels;
CREATE INDEX parcel_open ON parcels (state, deadline) WHERE state NOT IN ('accepted', 'resolved');
CREATE INDEX parcel_later ON parcels (journal_seq) WHERE thread <> journal_seq;
`;
