/**
 * What somebody should look at: raised once, told again only when it got worse, closed when it is mended. What is sent of it, by
 * webhook and by mail, waits here until it is there, so that a restart neither loses it nor tells it twice.
 */
export const alerts = `
CREATE TABLE alerts (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL CHECK (kind <> ''),
  key        TEXT NOT NULL,
  level      INTEGER NOT NULL CHECK (level >= 1),
  worst      INTEGER NOT NULL CHECK (worst >= level),
  facts      TEXT NOT NULL CHECK (json_valid(facts)),
  told       INTEGER NOT NULL CHECK (told >= 1),
  raised_at  INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  closed_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX alert_once ON alerts (kind, key) WHERE closed_at IS NULL;
CREATE INDEX alert_open ON alerts (id) WHERE closed_at IS NULL;
CREATE INDEX alert_closed ON alerts (closed_at) WHERE closed_at IS NOT NULL;
CREATE TRIGGER alert_closes_once BEFORE UPDATE ON alerts WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an alert that is closed stays as it was'); END;
CREATE TRIGGER alert_keeps BEFORE UPDATE OF id, kind, key, raised_at ON alerts
BEGIN SELECT RAISE(ABORT, 'an alert stays what it was raised for'); END;
CREATE TRIGGER alert_only_worse BEFORE UPDATE OF worst, told ON alerts WHEN NEW.worst < OLD.worst OR NEW.told < OLD.told
BEGIN SELECT RAISE(ABORT, 'what was told was told'); END;
CREATE TRIGGER alert_stays BEFORE DELETE ON alerts WHEN OLD.closed_at IS NULL
BEGIN SELECT RAISE(ABORT, 'an open alert is mended, not forgotten'); END;

CREATE TABLE alert_posts (
  id        INTEGER PRIMARY KEY,
  alert_id  INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  nth       INTEGER NOT NULL CHECK (nth >= 1),
  channel   TEXT NOT NULL CHECK (channel IN ('webhook', 'mail')),
  event     TEXT NOT NULL CHECK (event IN ('raised', 'worse', 'mended')),
  level     INTEGER NOT NULL CHECK (level >= 1),
  facts     TEXT NOT NULL CHECK (json_valid(facts)),
  at        INTEGER NOT NULL,
  due_at    INTEGER NOT NULL,
  tries     INTEGER NOT NULL CHECK (tries >= 0),
  batch     INTEGER,
  ended_at  INTEGER,
  outcome   TEXT CHECK (outcome IN ('sent', 'given-up', 'dropped')),
  CHECK ((ended_at IS NULL) = (outcome IS NULL)),
  CONSTRAINT post_once UNIQUE (alert_id, nth, channel)
) STRICT;
CREATE INDEX post_waiting ON alert_posts (channel, id) WHERE ended_at IS NULL;
CREATE INDEX post_ended ON alert_posts (channel, ended_at) WHERE ended_at IS NOT NULL;
CREATE TRIGGER post_ends_once BEFORE UPDATE ON alert_posts WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a message ends once'); END;
CREATE TRIGGER post_keeps BEFORE UPDATE OF alert_id, nth, channel, event, level, facts, at ON alert_posts
BEGIN SELECT RAISE(ABORT, 'a message says the same each time it is sent'); END;
CREATE TRIGGER post_batched_once BEFORE UPDATE OF batch ON alert_posts WHEN OLD.batch IS NOT NULL AND NEW.batch IS NOT OLD.batch
BEGIN SELECT RAISE(ABORT, 'a mail holds the same each time it is sent'); END;
CREATE TRIGGER post_stays BEFORE DELETE ON alert_posts WHEN OLD.ended_at IS NULL
BEGIN SELECT RAISE(ABORT, 'only what was sent or given up goes'); END;

-- How near a deadline somebody was told is known of the alert now.
ALTER TABLE parcels DROP COLUMN warned;
CREATE INDEX journal_attentions ON journal (seq) WHERE kind = 'attention';
`;
