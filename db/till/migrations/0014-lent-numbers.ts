/**
 * What a hub that forgot must be told: the highest number known as lent in each track, and what was accepted when. A sale touches
 * neither; the index grows when upstream has answered.
 */
export const lentNumbers = `
CREATE TABLE lent_marks (
  seller        TEXT NOT NULL,
  invoice_type  TEXT NOT NULL,
  period        TEXT NOT NULL,
  track         TEXT NOT NULL,
  up_to         INTEGER NOT NULL CHECK (up_to BETWEEN 0 AND 99999999),
  PRIMARY KEY (seller, invoice_type, period, track)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER lent_mark_rises BEFORE UPDATE ON lent_marks WHEN NEW.up_to < OLD.up_to
BEGIN SELECT RAISE(ABORT, 'a mark never falls'); END;
CREATE TRIGGER lent_mark_stays BEFORE DELETE ON lent_marks BEGIN SELECT RAISE(ABORT, 'a mark never falls'); END;

CREATE INDEX parcel_accepted ON parcels (created_at, journal_seq) WHERE state = 'accepted';
`;
