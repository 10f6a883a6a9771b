/**
 * The POS's own tickets, and pulses for the cash drawer: in the printers' queues, but no evidence. Their ended rows may go after a
 * while. The newest stays, so that no id is given twice: a printer may still answer to it.
 */
export const tickets = `
CREATE TABLE tickets (
  id          INTEGER PRIMARY KEY,
  printer     TEXT NOT NULL,
  bytes       BLOB NOT NULL,
  paper_mm    REAL NOT NULL CHECK (paper_mm >= 0),
  drawer_pin  INTEGER CHECK (drawer_pin IN (2, 5)),
  after_slip  INTEGER NOT NULL,
  client      TEXT NOT NULL,
  request_id  TEXT,
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'printed', 'sent', 'uncertain', 'failed', 'dropped')),
  mark        TEXT,
  reason      TEXT,
  created_at  INTEGER NOT NULL,
  started_at  INTEGER,
  ended_at    INTEGER,
  CHECK (length(bytes) > 0 OR drawer_pin IS NOT NULL),
  CHECK ((ended_at IS NULL) = (state IN ('waiting', 'sending', 'failed')))
) STRICT;
CREATE INDEX ticket_open ON tickets (printer, id) WHERE ended_at IS NULL;
CREATE INDEX ticket_ended ON tickets (ended_at) WHERE ended_at IS NOT NULL;
CREATE TRIGGER ticket_keeps BEFORE UPDATE OF printer, bytes, paper_mm, drawer_pin, after_slip, client, request_id, created_at ON tickets
BEGIN SELECT RAISE(ABORT, 'a ticket is printed as it was asked for'); END;
CREATE TRIGGER ticket_ended_once BEFORE UPDATE OF state ON tickets
WHEN OLD.state IN ('printed', 'sent', 'dropped') OR (OLD.state = 'uncertain' AND NEW.state <> 'printed')
BEGIN SELECT RAISE(ABORT, 'a ticket ends once'); END;
CREATE TRIGGER ticket_stays BEFORE DELETE ON tickets WHEN OLD.ended_at IS NULL OR OLD.id = (SELECT max(id) FROM tickets)
BEGIN SELECT RAISE(ABORT, 'only ended tickets go, and never the newest'); END;
`;
