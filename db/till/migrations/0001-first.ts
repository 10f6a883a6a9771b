/** The first till: home, numbers, the chain, invoices with their requests, slips and parcels, and who may knock. */
export const first = `
CREATE TABLE home (
  one            INTEGER PRIMARY KEY CHECK (one = 1),
  environment    TEXT NOT NULL CHECK (environment IN ('demo', 'rehearsal', 'live')),
  region         TEXT NOT NULL,
  binding        TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  boot_id        TEXT,
  anchor_wall    REAL,
  anchor_uptime  REAL
) STRICT;
CREATE TRIGGER home_keeps BEFORE UPDATE OF environment, region, created_at ON home BEGIN SELECT RAISE(ABORT, 'a home never changes its kind'); END;
CREATE TRIGGER home_stays BEFORE DELETE ON home BEGIN SELECT RAISE(ABORT, 'a home never changes its kind'); END;

CREATE TABLE journal (
  seq   INTEGER PRIMARY KEY,
  kind  TEXT NOT NULL,
  doc   TEXT NOT NULL,
  prev  BLOB NOT NULL CHECK (length(prev) = 32),
  hash  BLOB NOT NULL CHECK (length(hash) = 32),
  kid   TEXT,
  sig   BLOB,
  at    INTEGER NOT NULL,
  CHECK ((kid IS NULL) = (sig IS NULL))
) STRICT;
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX journal_unsealed ON journal (seq) WHERE sig IS NULL;
CREATE INDEX journal_seals ON journal (seq) WHERE kind = 'seal';

CREATE TABLE ranges (
  id              INTEGER PRIMARY KEY,
  seller          TEXT NOT NULL,
  invoice_type    TEXT NOT NULL,
  period          TEXT NOT NULL,
  track           TEXT NOT NULL,
  first           INTEGER NOT NULL CHECK (first >= 0),
  last            INTEGER NOT NULL CHECK (last <= 99999999 AND last >= first),
  next            INTEGER NOT NULL CHECK (next >= first AND next <= last + 1),
  state           TEXT NOT NULL CHECK (state IN ('standby', 'open', 'spent', 'closed', 'reported')),
  last_issued_at  INTEGER,
  source          TEXT NOT NULL,
  UNIQUE (period, track, first)
) STRICT;
CREATE UNIQUE INDEX range_open_once ON ranges (seller, period, invoice_type) WHERE state = 'open';
CREATE TRIGGER range_moves_on BEFORE UPDATE OF next ON ranges WHEN NEW.next < OLD.next
BEGIN SELECT RAISE(ABORT, 'a range never goes back'); END;
CREATE TRIGGER range_apart BEFORE INSERT ON ranges
WHEN EXISTS (SELECT 1 FROM ranges r WHERE r.period = NEW.period AND r.track = NEW.track AND r.first <= NEW.last AND r.last >= NEW.first)
BEGIN SELECT RAISE(ABORT, 'ranges of one track do not overlap'); END;

CREATE TABLE slots (
  range_id     INTEGER NOT NULL REFERENCES ranges (id),
  number       INTEGER NOT NULL,
  random_code  TEXT NOT NULL CHECK (length(random_code) = 4),
  cipher       TEXT NOT NULL CHECK (length(cipher) = 24),
  PRIMARY KEY (range_id, number)
) STRICT, WITHOUT ROWID;

-- An invoice's id is the place of its entry in the journal.
CREATE TABLE invoices (
  id           INTEGER PRIMARY KEY REFERENCES journal (seq),
  period       TEXT NOT NULL,
  number       TEXT NOT NULL,
  revision     INTEGER NOT NULL CHECK (revision >= 1),
  range_id     INTEGER NOT NULL REFERENCES ranges (id),
  random_code  TEXT NOT NULL,
  issued_at    INTEGER NOT NULL,
  total        INTEGER NOT NULL CHECK (total > 0),
  client       TEXT NOT NULL,
  terminal     TEXT,
  order_id     TEXT,
  buyer        TEXT,
  carrier      TEXT
) STRICT;
CREATE UNIQUE INDEX invoice_number_once ON invoices (number, period, revision);
CREATE INDEX invoice_by_time ON invoices (issued_at);
CREATE INDEX invoice_by_total ON invoices (total);
CREATE INDEX invoice_by_buyer ON invoices (buyer) WHERE buyer IS NOT NULL;
CREATE INDEX invoice_by_carrier ON invoices (carrier) WHERE carrier IS NOT NULL;
CREATE TRIGGER invoice_keeps BEFORE UPDATE ON invoices BEGIN SELECT RAISE(ABORT, 'an issued invoice is sealed'); END;
CREATE TRIGGER invoice_stays BEFORE DELETE ON invoices BEGIN SELECT RAISE(ABORT, 'an issued invoice is sealed'); END;

CREATE TABLE requests (
  client        TEXT NOT NULL,
  request_id    TEXT NOT NULL,
  operation     TEXT NOT NULL,
  digest        BLOB NOT NULL,
  invoice_id    INTEGER REFERENCES invoices (id),
  subject       TEXT,
  at            INTEGER NOT NULL,
  CONSTRAINT request_once PRIMARY KEY (client, request_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER request_stays BEFORE DELETE ON requests BEGIN SELECT RAISE(ABORT, 'requests are kept for ever'); END;
CREATE TRIGGER request_keeps BEFORE UPDATE ON requests BEGIN SELECT RAISE(ABORT, 'requests are kept for ever'); END;

CREATE TABLE slips (
  id           INTEGER PRIMARY KEY,
  invoice_id   INTEGER NOT NULL REFERENCES invoices (id),
  document     TEXT NOT NULL CHECK (document IN ('proof', 'details')),
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
-- What was dropped or never reached a customer gives its place free: its own id tells it apart. Also finds an invoice's slips.
CREATE UNIQUE INDEX one_original ON slips (invoice_id, document, copy,
  (CASE WHEN copy = 0 AND (state = 'dropped' OR outcome IN ('nothing', 'torn-kept')) THEN id ELSE 0 END));
CREATE INDEX slip_open ON slips (state, printer, id) WHERE state NOT IN ('printed', 'sent', 'settled', 'dropped');

CREATE TABLE parcels (
  invoice_id   INTEGER NOT NULL REFERENCES invoices (id),
  journal_seq  INTEGER NOT NULL REFERENCES journal (seq),
  message      TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'sent', 'accepted', 'rejected', 'conflict', 'resolved')),
  reason       TEXT,
  deadline     INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  CONSTRAINT parcel_once PRIMARY KEY (invoice_id, journal_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_open ON parcels (state, deadline) WHERE state NOT IN ('accepted', 'resolved');

CREATE TABLE undoings (
  id           INTEGER PRIMARY KEY,
  invoice_id   INTEGER NOT NULL REFERENCES invoices (id),
  act          TEXT NOT NULL CHECK (act IN ('cancel', 'withdraw')),
  journal_seq  INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  at           INTEGER NOT NULL,
  CONSTRAINT undone_once UNIQUE (invoice_id, act)
) STRICT;

CREATE TABLE allowances (
  id           INTEGER PRIMARY KEY,
  number       TEXT NOT NULL CONSTRAINT allowance_number_once UNIQUE CHECK (length(number) BETWEEN 1 AND 16),
  invoice_id   INTEGER NOT NULL REFERENCES invoices (id),
  journal_seq  INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  total        INTEGER NOT NULL CHECK (total > 0),
  at           INTEGER NOT NULL
) STRICT;
CREATE INDEX allowance_by_invoice ON allowances (invoice_id);

CREATE TABLE allowance_cancels (
  allowance_id  INTEGER PRIMARY KEY REFERENCES allowances (id),
  journal_seq   INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  at            INTEGER NOT NULL
) STRICT;

CREATE VIEW open_allowances AS
  SELECT * FROM allowances a WHERE NOT EXISTS (SELECT 1 FROM allowance_cancels c WHERE c.allowance_id = a.id);

CREATE TRIGGER undoing_keeps BEFORE UPDATE ON undoings BEGIN SELECT RAISE(ABORT, 'an undoing is sealed'); END;
CREATE TRIGGER undoing_stays BEFORE DELETE ON undoings BEGIN SELECT RAISE(ABORT, 'an undoing is sealed'); END;
CREATE TRIGGER undoing_in_order BEFORE INSERT ON undoings
WHEN EXISTS (SELECT 1 FROM undoings u WHERE u.invoice_id = NEW.invoice_id AND u.act = 'withdraw')
BEGIN SELECT RAISE(ABORT, 'a withdrawn invoice is gone'); END;
CREATE TRIGGER undoing_after_allowances BEFORE INSERT ON undoings
WHEN EXISTS (SELECT 1 FROM open_allowances a WHERE a.invoice_id = NEW.invoice_id)
BEGIN SELECT RAISE(ABORT, 'an open allowance is cancelled first'); END;

CREATE TRIGGER allowance_keeps BEFORE UPDATE ON allowances BEGIN SELECT RAISE(ABORT, 'an allowance is sealed'); END;
CREATE TRIGGER allowance_stays BEFORE DELETE ON allowances BEGIN SELECT RAISE(ABORT, 'an allowance is sealed'); END;
CREATE TRIGGER allowance_of_standing BEFORE INSERT ON allowances
WHEN EXISTS (SELECT 1 FROM undoings u WHERE u.invoice_id = NEW.invoice_id)
BEGIN SELECT RAISE(ABORT, 'nothing is left of an undone invoice'); END;
CREATE TRIGGER allowance_within BEFORE INSERT ON allowances
WHEN NEW.total + (SELECT coalesce(sum(a.total), 0) FROM open_allowances a WHERE a.invoice_id = NEW.invoice_id)
  > (SELECT total FROM invoices WHERE id = NEW.invoice_id)
BEGIN SELECT RAISE(ABORT, 'allowances never exceed their invoice'); END;

CREATE TRIGGER allowance_cancel_keeps BEFORE UPDATE ON allowance_cancels BEGIN SELECT RAISE(ABORT, 'a cancelled allowance is sealed'); END;
CREATE TRIGGER allowance_cancel_stays BEFORE DELETE ON allowance_cancels BEGIN SELECT RAISE(ABORT, 'a cancelled allowance is sealed'); END;

CREATE TRIGGER invoice_comes_again BEFORE INSERT ON invoices
WHEN NEW.revision > 1 AND NOT EXISTS (
  SELECT 1 FROM invoices i JOIN undoings u ON u.invoice_id = i.id AND u.act = 'withdraw'
  WHERE i.period = NEW.period AND i.number = NEW.number AND i.revision = NEW.revision - 1)
BEGIN SELECT RAISE(ABORT, 'a number comes again only after its withdrawal'); END;

CREATE INDEX journal_about ON journal (json_extract(doc, '$.invoice')) WHERE kind = 'settle';

CREATE TABLE tokens (
  name        TEXT PRIMARY KEY,
  scope       TEXT NOT NULL CHECK (scope IN ('sell', 'read', 'operate', 'admin')),
  hash        BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE range_files (
  id           INTEGER PRIMARY KEY,
  sha256       BLOB NOT NULL CHECK (length(sha256) = 32),
  share        TEXT NOT NULL,
  name         TEXT NOT NULL,
  content      BLOB NOT NULL,
  operator     TEXT NOT NULL,
  journal_seq  INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  at           INTEGER NOT NULL,
  CONSTRAINT range_file_once UNIQUE (sha256, share)
) STRICT;
CREATE TRIGGER range_file_keeps BEFORE UPDATE ON range_files BEGIN SELECT RAISE(ABORT, 'a range file is evidence'); END;
CREATE TRIGGER range_file_stays BEFORE DELETE ON range_files BEGIN SELECT RAISE(ABORT, 'a range file is evidence'); END;
`;
