/** What people decided about a printer while the till runs, and what a probe found it can do. */
export const printerSettings = `
CREATE TABLE printer_settings (
  printer       TEXT PRIMARY KEY,
  paused        INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  feed_reprints INTEGER NOT NULL DEFAULT 0 CHECK (feed_reprints IN (0, 1)),
  probed        TEXT,
  probed_at     INTEGER,
  CHECK ((probed IS NULL) = (probed_at IS NULL))
) STRICT, WITHOUT ROWID;
`;
