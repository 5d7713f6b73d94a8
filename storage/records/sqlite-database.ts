import { dirname } from "node:path";
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from "kysely";
import Database from "libsql";
import { StoreUnavailableError } from "../../core/failures.ts";
import { classifyDiskFailure } from "../journal/disk-failure.ts";
import { SQLITE_MANY_ROWS } from "./many-rows.ts";
import { openRecordsDatabase, type RecordsDatabase } from "./records-database.ts";
import type { Tables } from "./schema.ts";
import { ImmediateSqliteDriver, WRITE_LOCK_WAIT_MS } from "./sqlite-driver.ts";
import type { DeclaredCollections } from "./subjects-tables.ts";

/** Which file, how its commits are synced, and which collections it holds. */
export interface SqliteDatabaseOptions extends DeclaredCollections {
  readonly file: string;
  readonly sync: CommitSync;
}

/**
 * Opens (and creates) the records in a SQLite file. Several connections, in any threads and processes of the machine,
 * may be open on one file.
 * @throws NewerSchemaError when it was written by a newer edition; StoreUnavailableError when the file cannot be opened
 *   or stays locked.
 */
export async function openSqliteDatabase({ file, sync, ...declared }: SqliteDatabaseOptions): Promise<RecordsDatabase> {
  const raw = openSqliteFile(file, sync);
  raw.exec(WRITER_MEMORY);
  const writer = kyselyOver(raw);
  // A connection of their own, so that reads do not wait for a write that waits for the lock of the file.
  const reader = kyselyOver(openSqliteFile(file));
  return await openRecordsDatabase({
    reader,
    writer,
    // A write transaction holds the only write lock of the file from its beginning.
    flavour: { keyText: sql`text`, hasCoveringOrders: true, manyRows: SQLITE_MANY_ROWS, lockForMigration: async () => {} },
    declared,
    translateFailure: (cause) => translateSqliteFailure(cause, dirname(file)),
  });
}

/**
 * An hour of many series touches a page of each. With the 2 MB and 1,000 pages that SQLite is set to, pages are read
 * anew for each commit and written home after it: here 128 MB of them stay, and 8,000 wait in the log.
 */
const WRITER_MEMORY = "pragma cache_size = -131072; pragma wal_autocheckpoint = 8000";

function kyselyOver(raw: Database.Database): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => new ImmediateSqliteDriver(raw),
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    },
  });
}

/**
 * `full`: a commit that has returned survives a power cut. `normal`: a power cut may take the newest commits, whole and
 * in order, never the file; for a writer whose commits carry the cursor from which they are done again.
 */
export type CommitSync = "full" | "normal";

/** A connection in write-ahead mode. @throws StoreUnavailableError */
export function openSqliteFile(file: string, sync: CommitSync = "full"): Database.Database {
  try {
    const raw = new Database(file);
    raw.exec(`pragma busy_timeout = ${WRITE_LOCK_WAIT_MS}`);
    raw.pragma("journal_mode = wal");
    raw.exec(`pragma synchronous = ${sync}`);
    raw.exec("pragma foreign_keys = on");
    return raw;
  } catch (cause) {
    // libsql gives no code for a file that cannot be opened.
    throw new StoreUnavailableError("the records file cannot be opened", { cause });
  }
}

/** Locked by others or no space: states that pass. A damaged file or a broken constraint does not. */
function translateSqliteFailure(cause: unknown, directory: string): unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const passes = code.startsWith("SQLITE_LOCKED") || (code !== "" && classifyDiskFailure(cause, directory) !== "broken");
  return passes ? new StoreUnavailableError("the records file cannot be used now", { cause }) : cause;
}
