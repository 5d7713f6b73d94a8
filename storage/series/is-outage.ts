import Database from "libsql";

/**
 * Codes (with their extended forms) by which SQLite says that the file cannot be used now; all others are faults of
 * ours.
 */
const OUTAGE = /^SQLITE_(BUSY|LOCKED|PROTOCOL|FULL|IOERR|CANTOPEN|READONLY|NOMEM)/;

/** True when SQLite could not do what it was asked for reasons that pass: a lock, a full disk, a failing one. */
export function isOutage(cause: unknown): boolean {
  return cause instanceof Database.SqliteError && OUTAGE.test(cause.code);
}
