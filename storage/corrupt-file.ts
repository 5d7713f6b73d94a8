import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type Database from "libsql";

/** What SQLite finds in a file is not what was written there. The code is SQLite's. */
export class CorruptFileError extends Error {
  override readonly name = "CorruptFileError";
  readonly file: string;
  readonly code: string;

  constructor(file: string, cause: Error & { readonly code: string }) {
    super(`${file} is corrupt: ${cause.message}`, { cause });
    this.file = file;
    this.code = cause.code;
  }
}

/** True when SQLite could not read a file as a database, whatever page it was. */
export function isCorruption(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code));
}

/**
 * Has errors of corruption name the file.
 * @throws CorruptFileError
 */
export function namingCorruptFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isCorruption(error) && !(error instanceof CorruptFileError) ? new CorruptFileError(file, error) : error;
  }
}

/**
 * Has every call on a database of a derived file mark the file when it turns out corrupt, whatever the caller does with
 * the error: the role that writes the file looks for the mark. Gives the same database.
 */
export function markingCorruption<Db extends Database.Database>(db: Db, file: string): Db {
  // Another file may lie there by the time the fault is found.
  const inode = inodeOf(file);
  const marking =
    <Args extends unknown[], Result>(call: (...args: Args) => Result) =>
    (...args: Args): Result => {
      try {
        return namingCorruptFile(file, () => call(...args));
      } catch (error) {
        if (error instanceof CorruptFileError) markCorrupt(error, inode);
        throw error;
      }
    };
  const { exec, prepare } = db;
  const preparing = (sql: string): Database.Statement => {
    const statement = prepare.call(db, sql);
    const { run, get, all } = statement;
    return Object.assign(statement, {
      run: marking(run.bind(statement)),
      get: marking(get.bind(statement)),
      all: marking(all.bind(statement)),
    });
  };
  return Object.assign(db, { exec: marking(exec.bind(db)), prepare: marking(preparing) });
}

/**
 * Notes beside the file that it is corrupt, or the one that lay there when it had this number. A disk that does not
 * take the note says so by other errors.
 */
export function markCorrupt({ file, message }: CorruptFileError, inode = inodeOf(file)): void {
  try {
    writeFileSync(markOf(file), JSON.stringify({ inode, message }), { mode: 0o600 });
  } catch {
    // Somebody who has the file open may have found the fault after the folder was gone.
  }
}

/** What was said of the file that lies there now; nothing when only one that lay there before was corrupt. */
export function markedCorrupt(file: string): string | undefined {
  try {
    const { inode, message } = JSON.parse(readFileSync(markOf(file), "utf8")) as {
      readonly inode?: number;
      readonly message: string;
    };
    return inode !== undefined && inode === inodeOf(file) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the mark away. */
export function unmark(file: string): void {
  rmSync(markOf(file), { force: true });
}

/** The file that lies there now, by its number; nothing when none does. */
export function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

function markOf(file: string): string {
  return `${file}.corruption-seen`;
}
