import { setTimeout as pause } from "node:timers/promises";
import { type DatabaseConnection, type SqliteDatabase, SqliteDriver, type SqliteStatement } from "kysely";
import type Database from "libsql";

/** How long a writer waits for other writers of the file. */
export const WRITE_LOCK_WAIT_MS = 10_000;
const WRITE_LOCK_RETRY_MS = 5;
const MAX_KEPT_STATEMENTS = 500;

/**
 * Kysely's SQLite driver over libsql, with two differences. A transaction takes the write lock when it begins (`begin
 * immediate`), since one that reads first could not be promoted any more after another connection wrote. And it waits
 * for that lock without blocking the thread: the connection that holds it may live in the same thread.
 */
export class ImmediateSqliteDriver extends SqliteDriver {
  readonly #raw: Database.Database;

  constructor(raw: Database.Database) {
    super({ database: keepStatements(raw) });
    this.#raw = raw;
  }

  /** @throws SqliteError `SQLITE_BUSY` when the lock is not free within `WRITE_LOCK_WAIT_MS`. */
  override async beginTransaction(_connection: DatabaseConnection): Promise<void> {
    const attempts = WRITE_LOCK_WAIT_MS / WRITE_LOCK_RETRY_MS;
    for (let attempt = 1; !this.#tryBegin(attempt === attempts); attempt++) await pause(WRITE_LOCK_RETRY_MS);
  }

  override async commitTransaction(_connection: DatabaseConnection): Promise<void> {
    this.#raw.exec("commit");
  }

  override async rollbackTransaction(_connection: DatabaseConnection): Promise<void> {
    // SQLite ends a transaction by itself when the disk is full.
    if (this.#raw.open && this.#raw.inTransaction) this.#raw.exec("rollback");
  }

  /**
   * `exec` and not a prepared statement: a prepared `begin` that fails keeps its snapshot, and later reads of the
   * connection are stale.
   */
  #tryBegin(isLastAttempt: boolean): boolean {
    this.#raw.exec("pragma busy_timeout = 0");
    try {
      this.#raw.exec("begin immediate");
      return true;
    } catch (error) {
      if (isLastAttempt || !isBusy(error)) throw error;
      return false;
    } finally {
      this.#raw.exec(`pragma busy_timeout = ${WRITE_LOCK_WAIT_MS}`);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}

/** Prepares each SQL text once. When there are too many, the one prepared first goes. */
function keepStatements(raw: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const statement = guardedStatement(raw.prepare(text));
      const [oldest] = kept.keys();
      if (kept.size >= MAX_KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest);
      kept.set(text, statement);
      return statement;
    },
    close() {
      kept.clear();
      if (raw.open) raw.close();
    },
  };
}

function guardedStatement(statement: Database.Statement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(bindable(parameters)),
    run: (parameters) => statement.run(bindable(parameters)),
    iterate: (parameters) => statement.iterate(bindable(parameters)),
  };
}

/**
 * The parameters as they are, if libsql can keep every one of them. It would abort the whole process on a boolean, cut
 * a text at its first NUL, and turn NaN into NULL.
 * @throws TypeError for such a value.
 */
function bindable(parameters: readonly unknown[]): readonly unknown[] {
  for (const value of parameters) {
    if (typeof value === "string" ? value.includes("\0") : value !== null && !Number.isFinite(value)) {
      throw new TypeError(`not a value that SQLite can keep: ${JSON.stringify(value)}`);
    }
  }
  return parameters;
}
