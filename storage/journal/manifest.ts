import type { Segment } from "../../core/journal/journal.ts";
import { instant } from "../../core/time.ts";
import { type Connection, onlyRow } from "./connection.ts";
import { journalPaths, openDurable } from "./live-file.ts";

/**
 * A line of the manifest. It outlives its file, so that the chain of hashes stays whole after old segments were let go.
 */
export interface ManifestLine extends Segment {
  /** SHA-256, hex, of the compressed file: also a byte that gzip ignores must not change. */
  readonly fileHash: string;
  readonly expired: boolean;
}

/**
 * Which segments there are. The line is written (and synced) after the file and before any entry leaves the live part.
 */
export interface Manifest {
  lines(): readonly ManifestLine[];
  /** The first segment that is still there and has an entry with `seq > after`. */
  segmentAfter(after: number): Segment | undefined;
  /** The newest line, expired or not. */
  last(): ManifestLine | undefined;
  add(line: ManifestLine): void;
  markExpired(upToSeq: number): void;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS segment (
    first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL UNIQUE, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
    file TEXT NOT NULL, bytes INTEGER NOT NULL, hash TEXT NOT NULL, previous_hash TEXT NOT NULL,
    file_hash TEXT NOT NULL, expired INTEGER NOT NULL
  ) STRICT;
`;
const COLUMNS = "first_seq, last_seq, first_at, last_at, file, bytes, hash, previous_hash, file_hash, expired";

type LineRow = readonly [number, number, number, number, string, number, string, string, string, number];

/** Opens (or creates) the manifest of a journal directory. Many readers; one writer, the archive. */
export function openManifest(directory: string): Manifest {
  const connection = openDurable(journalPaths(directory).manifest, SCHEMA);
  const all = connection.prepare(`SELECT ${COLUMNS} FROM segment ORDER BY first_seq`);
  const after = connection.prepare(`SELECT ${COLUMNS} FROM segment WHERE last_seq > ? AND expired = 0 ORDER BY last_seq LIMIT 1`);
  const last = connection.prepare(`SELECT ${COLUMNS} FROM segment ORDER BY first_seq DESC LIMIT 1`);
  const insert = connection.prepare(`INSERT INTO segment (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const expire = connection.prepare("UPDATE segment SET expired = 1 WHERE last_seq <= ?");
  const first = (rows: readonly LineRow[]) => (rows[0] === undefined ? undefined : rowToLine(rows[0]));

  return {
    lines: () => all.rows<LineRow>([]).map(rowToLine),
    segmentAfter: (seq) => first(after.rows<LineRow>([seq])),
    last: () => first(last.rows<LineRow>([])),
    add: (line) => {
      insert.run(lineToRow(line));
      emptyLog(connection);
    },
    markExpired: (upToSeq) => {
      expire.run([upToSeq]);
      emptyLog(connection);
    },
    close: () => connection.close(),
  };
}

/** The newest number that lies in a segment, or lay in one that was let go; 0 when nothing was ever sealed. */
export function lastSealedSeq(directory: string): number {
  const connection = openDurable(journalPaths(directory).manifest, SCHEMA);
  const [seq] = onlyRow<[number]>(connection.prepare("SELECT coalesce(max(last_seq), 0) FROM segment"));
  connection.close();
  return seq;
}

/** The manifest changes a few times an hour: its log is emptied each time instead of being watched. */
function emptyLog(connection: Connection): void {
  connection.prepare("PRAGMA wal_checkpoint(PASSIVE)").rows([]);
}

function rowToLine(row: LineRow): ManifestLine {
  const [firstSeq, lastSeq, firstAt, lastAt, file, bytes, hash, previousHash, fileHash, expired] = row;
  const span = { firstSeq, lastSeq, firstAt: instant(firstAt), lastAt: instant(lastAt) };
  return { ...span, file, bytes, hash, previousHash, fileHash, expired: expired === 1 };
}

function lineToRow(line: ManifestLine): LineRow {
  const { firstSeq, lastSeq, firstAt, lastAt, file, bytes, hash, previousHash, fileHash, expired } = line;
  return [firstSeq, lastSeq, firstAt, lastAt, file, bytes, hash, previousHash, fileHash, expired ? 1 : 0];
}
