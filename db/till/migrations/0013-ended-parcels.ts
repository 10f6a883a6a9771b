/**
 * How many parcels have ended in each way, kept as they end: after some years there are millions of them, and the status is asked
 * for every few seconds. The open ones are few, and counted.
 */
export const endedParcels = `
CREATE TABLE ended_parcels (
  state  TEXT PRIMARY KEY CHECK (state IN ('accepted', 'resolved')),
  count  INTEGER NOT NULL CHECK (count >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO ended_parcels
  SELECT 'accepted', count(*) FROM parcels WHERE state = 'accepted' UNION ALL
  SELECT 'resolved', count(*) FROM parcels WHERE state = 'resolved';
CREATE TRIGGER parcel_ends AFTER UPDATE OF state ON parcels WHEN new.state <> old.state BEGIN
  UPDATE ended_parcels SET count = count + 1 WHERE state = new.state;
  UPDATE ended_parcels SET count = count - 1 WHERE state = old.state;
END;
CREATE TRIGGER parcel_born_open BEFORE INSERT ON parcels WHEN new.state IN ('accepted', 'resolved') BEGIN
  SELECT raise(ABORT, 'a parcel begins open');
END;
`;
