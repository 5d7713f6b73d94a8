import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { EntryKind, JournalEntry, Transport } from "../../core/journal/journal-entry.ts";
import { instant } from "../../core/time.ts";
import { type Connection, type OpenConnection, onlyRow, openLibsql } from "./connection.ts";
import { classifyDiskFailure } from "./disk-failure.ts";

/** Where the parts of a journal lie below its directory. */
export function journalPaths(directory: string) {
  return {
    live: join(directory, "journal.sqlite"),
    cursors: join(directory, "cursors.sqlite"),
    manifest: join(directory, "manifest.sqlite"),
    presence: join(directory, "writers.sqlite"),
    uncleanMark: join(directory, "unclean"),
    segments: join(directory, "segments"),
  } as const;
}

/** One row of the live part in the order of `ENTRY_COLUMNS`. */
export type EntryRow = readonly [
  seq: number,
  kind: string,
  at: number,
  transport: string,
  mn: string,
  topic: string,
  ref: number | null,
  format: number,
  payload: Uint8Array,
];

export const ENTRY_COLUMNS = "seq, kind, at, transport, mn, topic, ref, format, payload";

/**
 * `high_water` keeps the newest number and the newest `at` ever given out, in the same transaction as the entries. So a
 * number is not used again when every entry has been sealed and deleted, and neither needs an index on the hot path.
 * The payload is the last column: a scan of the others does not touch the pages of a large one.
 */
const LIVE_SCHEMA = `
  CREATE TABLE IF NOT EXISTS entry (
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, transport TEXT NOT NULL,
    mn TEXT NOT NULL, topic TEXT NOT NULL, ref INTEGER, format INTEGER NOT NULL, payload BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS high_water (
    id INTEGER PRIMARY KEY CHECK (id = 1), last_seq INTEGER NOT NULL, last_at INTEGER NOT NULL
  ) STRICT;
  INSERT OR IGNORE INTO high_water VALUES (1, 0, 0);
`;

/** Opens the file of the live entries, creates what is missing, and makes sure that a commit is a sync. */
export function openLive(directory: string, open: OpenConnection = openLibsql): Connection {
  return openDurable(journalPaths(directory).live, LIVE_SCHEMA, open);
}

/**
 * Opens a SQLite file whose commits are on the disk when they return: write-ahead log, `synchronous=FULL`, both read
 * back. Automatic checkpoints are off, because SQLite swallows their errors; whoever writes a lot calls `checkpoint`.
 * @throws Error when the file system does not allow these settings or the file is no SQLite file
 */
export function openDurable(file: string, schema: string, open: OpenConnection = openLibsql): Connection {
  mkdirSync(join(file, ".."), { recursive: true });
  const connection = open(file);
  connection.exec("PRAGMA busy_timeout = 10000");
  whileBusy(file, () => connection.exec("PRAGMA journal_mode = WAL"));
  connection.exec("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000");
  const [mode] = onlyRow<[string]>(connection.prepare("PRAGMA journal_mode"));
  const [synchronous] = onlyRow<[number]>(connection.prepare("PRAGMA synchronous"));
  if (mode !== "wal" || synchronous !== 2) {
    throw new Error(`${file}: cannot be made durable (journal_mode=${mode}, synchronous=${synchronous})`);
  }
  createWhatIsMissing(connection, file, schema);
  return connection;
}

const SCHEMA_VERSION = 1;

/**
 * Opening a file that is complete takes no write lock: a reader can always open, also when the disk is full or a writer
 * is busy.
 */
function createWhatIsMissing(connection: Connection, file: string, schema: string): void {
  const [version] = onlyRow<[number]>(connection.prepare("PRAGMA user_version"));
  if (version > SCHEMA_VERSION) throw new Error(`${file}: written by a newer version of the product (format ${version})`);
  if (version === SCHEMA_VERSION) return;
  whileBusy(file, () => connection.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`));
}

/**
 * Moves what it can from the write-ahead log into the file, without waiting for readers. Errors are thrown, not
 * swallowed.
 */
export function checkpoint(connection: Connection): void {
  connection.prepare("PRAGMA wal_checkpoint(PASSIVE)").rows([]);
}

/** The newest number and the newest `at` that were ever given out; zeros for an empty journal. */
export function highWater(connection: Connection): { readonly lastSeq: number; readonly lastAt: number } {
  const [lastSeq, lastAt] = onlyRow<[number, number]>(connection.prepare("SELECT last_seq, last_at FROM high_water"));
  return { lastSeq, lastAt };
}

/** A row as the entry it holds. */
export function rowToEntry(row: EntryRow): JournalEntry {
  const [seq, kind, at, transport, mn, topic, ref, format, payload] = row;
  const entry = {
    seq,
    kind: kind as EntryKind,
    at: instant(at),
    transport: transport as Transport,
    mn,
    topic,
    format,
    payload,
  };
  return ref === null ? entry : { ...entry, ref };
}

const BUSY_LIMIT_MS = 10_000;
const BUSY_PAUSE_MS = 10;

/** For the few statements at opening that SQLite answers with "busy" at once instead of waiting. */
function whileBusy(file: string, action: () => void): void {
  const deadline = performance.now() + BUSY_LIMIT_MS;
  for (;;) {
    try {
      action();
      return;
    } catch (cause) {
      if (performance.now() > deadline || classifyDiskFailure(cause, join(file, "..")) !== "busy") throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
    }
  }
}
