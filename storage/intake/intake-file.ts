import { join } from "node:path";
import Database from "libsql";
import { markingCorruption } from "../corrupt-file.ts";
import { prepareReadingTables } from "../series/reading-tables.ts";

/** A connection to the working store's file. */
export type IntakeFile = Database.Database;

/**
 * Opens `<directory>/intake.sqlite` and creates what is missing in it, so that reader and writer may start in any
 * order. Safe in several threads and processes at once: one writes, all read.
 */
export function openIntakeFile(directory: string): IntakeFile {
  const file = join(directory, "intake.sqlite");
  const db = markingCorruption(new Database(file, { timeout: BUSY_TIMEOUT_MS }), file);
  // NORMAL is right here, unlike in the journal: a power cut may take the newest transactions, but it takes the cursor
  // together with the data, and the journal is read again from there.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536");
  // A batch dirties a page per series; a longer write-ahead log (32 MB) lets many batches share the way of a page into
  // the file.
  db.exec("PRAGMA wal_autocheckpoint = 8000");
  db.exec("BEGIN IMMEDIATE");
  prepareReadingTables(db);
  db.exec(`${SCHEMA}; ${OUTLINE_SCHEMA}; COMMIT`);
  return db;
}

/** Longer than any of our transactions, shorter than a person waits. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * `reading_block` holds older readings, packed; `let_go` says before when a series lies elsewhere; `latest` points to
 * the newest reading of each series;
 * `rejected_message` holds what was quarantined, once per message; `quarantine` the reasons; `offer_again` when a
 * message is offered again by itself.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reading_by_entry ON reading (seq);
CREATE TABLE IF NOT EXISTS reading_block (
  series_id INTEGER NOT NULL, start INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, content BLOB NOT NULL,
  UNIQUE (series_id, start)
) STRICT;
CREATE TABLE IF NOT EXISTS let_go (series_id INTEGER PRIMARY KEY, before INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS reading_block_by_entry ON reading_block (last_seq, first_seq);
CREATE TABLE IF NOT EXISTS latest (
  series_id INTEGER PRIMARY KEY, at INTEGER NOT NULL, revision INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS latest_by_entry ON latest (seq);
CREATE TABLE IF NOT EXISTS account (
  day TEXT NOT NULL, mn TEXT NOT NULL, outcome TEXT NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (day, mn, outcome)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rejected_message (
  message_id INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, transport TEXT NOT NULL, mn TEXT NOT NULL,
  topic TEXT NOT NULL, outcome TEXT NOT NULL, raw BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS quarantine (
  message_id INTEGER NOT NULL, n INTEGER NOT NULL, mn TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
  is_open INTEGER NOT NULL, retried_at INTEGER,
  PRIMARY KEY (message_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS quarantine_open ON quarantine (message_id, n) WHERE is_open = 1;
CREATE INDEX IF NOT EXISTS quarantine_open_by_device ON quarantine (mn, message_id, n) WHERE is_open = 1;
CREATE INDEX IF NOT EXISTS quarantine_by_content ON quarantine (mn, reason, detail);
CREATE TABLE IF NOT EXISTS quarantine_share (
  day TEXT NOT NULL, mn TEXT NOT NULL, kept INTEGER NOT NULL, beyond INTEGER NOT NULL,
  PRIMARY KEY (day, mn)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS offer_again (message_id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS offer_again_by_time ON offer_again (at, message_id)`;

/**
 * What the outline of a long range is made of, one row a block: how many periods it has, and what is kept of them. An
 * outline never outlives the content that it was made of, whichever build writes or removes that.
 */
const OUTLINE_SCHEMA = `
CREATE TABLE IF NOT EXISTS reading_block_outline (
  series_id INTEGER NOT NULL, start INTEGER NOT NULL, periods INTEGER NOT NULL, kept INTEGER NOT NULL, points BLOB NOT NULL,
  PRIMARY KEY (series_id, start)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS reading_block_written AFTER UPDATE ON reading_block BEGIN
  DELETE FROM reading_block_outline WHERE series_id = old.series_id AND start = old.start; END;
CREATE TRIGGER IF NOT EXISTS reading_block_removed AFTER DELETE ON reading_block BEGIN
  DELETE FROM reading_block_outline WHERE series_id = old.series_id AND start = old.start; END`;
