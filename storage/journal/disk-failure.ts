import { statfsSync } from "node:fs";

/**
 * What a failed transaction means for the journal: `busy`: somebody else holds the write lock, try again; `full`: no
 * space, wait for it; `broken`: the disk or the file cannot be trusted any more.
 */
export type DiskFailure = "busy" | "full" | "broken";

/** Below this the file system counts as full: a write-ahead log and its index cannot grow. */
const MIN_FREE_BYTES = 256 * 1024;

/**
 * Failures that a lack of space can disguise itself as. A failed sync is never one of them: what it lost stays lost.
 */
const MAYBE_FULL = new Set([
  "SQLITE_IOERR_WRITE",
  "SQLITE_IOERR_TRUNCATE",
  "SQLITE_IOERR_SHMSIZE",
  "SQLITE_IOERR_SHMOPEN",
  "SQLITE_CANTOPEN",
]);

/**
 * Reads the SQLite code of `cause` and, where it is unclear, asks the file system of `directory` for its free space.
 */
export function classifyDiskFailure(cause: unknown, directory: string): DiskFailure {
  const code = sqliteCode(cause);
  if (code.startsWith("SQLITE_BUSY") || code === "SQLITE_PROTOCOL") return "busy";
  if (code === "SQLITE_FULL") return "full";
  return MAYBE_FULL.has(code) && freeBytes(directory) < MIN_FREE_BYTES ? "full" : "broken";
}

/** The error as an `Error`, whatever was thrown. */
export function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

function sqliteCode(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
}

function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
