import { closeSync, existsSync, fsyncSync, openSync, rmSync } from "node:fs";
import { type Connection, openLibsql } from "./connection.ts";
import { journalPaths } from "./live-file.ts";

/** A writer's place among the writers of one journal. */
export interface WriterPresence {
  /** To be called after everything was written well: the last writer to leave takes the mark of an unclean end away. */
  leaveCleanly(): void;
  /** Leaves the mark where it is, so that the next opening looks closely. */
  leave(): void;
}

/**
 * Joins the writers of a journal. `check` runs before, when the writers before us did not end cleanly and none is left.
 *
 * Several writers in several processes are legal, so a mark file alone cannot tell a crash from a neighbour. Each
 * writer holds a shared lock of a small file as long as it lives (the system lets it go even after kill -9): who gets
 * it exclusively knows that nobody else is there.
 */
export function joinWriters(directory: string, check: () => void): WriterPresence {
  const { presence, uncleanMark } = journalPaths(directory);
  const lock = openLibsql(presence);
  lock.exec("PRAGMA busy_timeout = 0");
  if (tryExclusive(lock)) {
    try {
      if (existsSync(uncleanMark)) check();
    } finally {
      lock.exec("ROLLBACK");
    }
  }
  lock.exec("PRAGMA busy_timeout = 60000; BEGIN");
  lock.prepare("SELECT count(*) FROM sqlite_schema").rows([]);
  // Only now: a neighbour that left between the two locks may just have taken the mark away.
  writeMark(uncleanMark);
  return {
    leaveCleanly: () => {
      lock.exec("ROLLBACK; PRAGMA busy_timeout = 0");
      if (tryExclusive(lock)) {
        rmSync(uncleanMark, { force: true });
        lock.exec("ROLLBACK");
      }
      lock.close();
    },
    leave: () => {
      lock.exec("ROLLBACK");
      lock.close();
    },
  };
}

function tryExclusive(lock: Connection): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch {
    // Busy: another writer is here. Any other trouble of this file only costs a check that is not made.
    return false;
  }
}

function writeMark(file: string): void {
  const fd = openSync(file, "w");
  fsyncSync(fd);
  closeSync(fd);
}
