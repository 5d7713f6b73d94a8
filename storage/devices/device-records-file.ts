import { join } from "node:path";
import Database from "libsql";
import { markingCorruption } from "../corrupt-file.ts";
import type { Upcasters } from "../upcasters.ts";

/** A connection to the file of the device records. */
export type DeviceRecordsFile = Database.Database;

export interface DeviceRecordsOptions {
  /** The data directory; must exist. */
  readonly directory: string;
  /** How long a writer may wait for another one. The gateway waits only a moment and tries again later. */
  readonly waitMs?: number;
  /** False for a writer that must never sync the file in between; somebody else calls `tidy`. */
  readonly checkpoints?: boolean;
  /** Those of the product when left out. */
  readonly upcasters?: Upcasters;
}

const WAIT_MS = 5_000;

/** Opens `<directory>/devices.sqlite` and creates what is missing in it, so that the roles may start in any order. */
export function openDeviceRecordsFile({
  directory,
  waitMs = WAIT_MS,
  checkpoints = true,
}: DeviceRecordsOptions): DeviceRecordsFile {
  const file = join(directory, "devices.sqlite");
  const db = markingCorruption(new Database(file, { timeout: WAIT_MS }), file);
  // NORMAL: nothing here is the source of a verdict, and no commit waits for the disk.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  db.exec(`BEGIN IMMEDIATE; ${SCHEMA}; COMMIT`);
  db.exec(`PRAGMA busy_timeout = ${waitMs}; PRAGMA wal_autocheckpoint = ${checkpoints ? 1_000 : 0}`);
  return db;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS exchange (
  id TEXT PRIMARY KEY, mn TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL, ended_at INTEGER, document TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS exchange_by_device ON exchange (mn, created_at, id);
CREATE INDEX IF NOT EXISTS exchange_queued ON exchange (state) WHERE state = 'queued';
CREATE INDEX IF NOT EXISTS exchange_ended ON exchange (ended_at) WHERE ended_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS device_state (mn TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS last_frames (
  mn TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, direction TEXT NOT NULL, raw BLOB NOT NULL, PRIMARY KEY (mn, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gap (
  id TEXT PRIMARY KEY, mn TEXT NOT NULL, state TEXT NOT NULL, from_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS quirk_count (
  mn TEXT NOT NULL, quirk TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (mn, quirk)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refusal (
  id TEXT PRIMARY KEY, mn TEXT NOT NULL, last_at INTEGER NOT NULL, document TEXT NOT NULL, sample BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS refusal_by_time ON refusal (last_at, id);
CREATE INDEX IF NOT EXISTS gap_by_device ON gap (mn, from_at);
CREATE INDEX IF NOT EXISTS gap_by_state ON gap (state, from_at)`;
