/** Opening a shop: who may do what by PIN, and the steps of the road to going live. */
export const opening = `
CREATE TABLE operators (
  name        TEXT PRIMARY KEY CHECK (name <> ''),
  role        TEXT NOT NULL CHECK (role IN ('cashier', 'manager', 'auditor')),
  pin_salt    BLOB NOT NULL CHECK (length(pin_salt) = 16),
  pin_hash    BLOB NOT NULL CHECK (length(pin_hash) = 32),
  wrong_tries INTEGER NOT NULL DEFAULT 0 CHECK (wrong_tries >= 0),
  locked_until INTEGER NOT NULL DEFAULT 0,
  created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE road (
  step        TEXT PRIMARY KEY,
  state       TEXT NOT NULL CHECK (state IN ('todo', 'done', 'not-needed')),
  evidence    TEXT NOT NULL,
  date        TEXT NOT NULL,
  by_whom     TEXT NOT NULL,
  journal_seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
`;
