/**
 * After a copy was restored: numbers that may have been issued since it was made. They are never issued here, and are settled once,
 * by a person or from upstream. Copies and adoptions are found without walking the journal.
 */
export const safekeeping = `
CREATE TABLE unaccounted (
  id           INTEGER PRIMARY KEY,
  range_id     INTEGER NOT NULL REFERENCES ranges (id),
  first        INTEGER NOT NULL CHECK (first >= 0),
  last         INTEGER NOT NULL CHECK (last >= first),
  state        TEXT NOT NULL CHECK (state IN ('unaccounted', 'issued-elsewhere', 'unused')),
  evidence     TEXT CHECK (evidence <> ''),
  journal_seq  INTEGER NOT NULL REFERENCES journal (seq),
  CHECK ((state = 'unaccounted') = (evidence IS NULL))
) STRICT;
CREATE INDEX unaccounted_by_range ON unaccounted (range_id, first);
CREATE TRIGGER unaccounted_stays BEFORE DELETE ON unaccounted BEGIN SELECT RAISE(ABORT, 'numbers are settled, not forgotten'); END;
CREATE TRIGGER unaccounted_settles BEFORE UPDATE ON unaccounted
WHEN OLD.state <> 'unaccounted' OR NEW.range_id <> OLD.range_id OR NEW.first < OLD.first OR NEW.last > OLD.last
BEGIN SELECT RAISE(ABORT, 'numbers are settled once'); END;
CREATE TRIGGER unaccounted_within BEFORE INSERT ON unaccounted
WHEN NOT EXISTS (
  SELECT 1 FROM ranges r WHERE r.id = NEW.range_id AND r.state = 'closed' AND r.next <= NEW.first AND r.last >= NEW.last)
BEGIN SELECT RAISE(ABORT, 'only what a closed range did not issue is unaccounted'); END;
CREATE TRIGGER unaccounted_apart BEFORE INSERT ON unaccounted
WHEN EXISTS (SELECT 1 FROM unaccounted u WHERE u.range_id = NEW.range_id AND u.first <= NEW.last AND u.last >= NEW.first)
BEGIN SELECT RAISE(ABORT, 'a number is unaccounted once'); END;
CREATE TRIGGER unaccounted_never_opens BEFORE UPDATE OF state ON ranges
WHEN NEW.state IN ('standby', 'open') AND EXISTS (SELECT 1 FROM unaccounted u WHERE u.range_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'unaccounted numbers are never issued'); END;
CREATE TRIGGER unaccounted_never_issues BEFORE UPDATE OF next ON ranges
WHEN OLD.state = 'closed' AND NEW.next <> OLD.next
BEGIN SELECT RAISE(ABORT, 'a closed range issues nothing'); END;

CREATE INDEX journal_copies ON journal (seq) WHERE kind = 'backup';
CREATE INDEX journal_adoptions ON journal (seq) WHERE kind = 'adopt';
`;
