import type { Collection } from "../../core/casework/collection.ts";
import type { IdentityStore } from "../../core/people/identity.ts";
import type { RecordsBatch, RecordsStore } from "../../core/records/records.ts";
import { UPCASTERS, type Upcasters } from "../upcasters.ts";
import { SqlIdentityStore } from "./identity-store.ts";
import type { PostgresDatabaseOptions } from "./postgres-database.ts";
import type { RecordsDatabase } from "./records-database.ts";
import { SqlRecordsStore } from "./records-store.ts";
import { openSqliteDatabase } from "./sqlite-database.ts";
import type { DeclaredCollections } from "./subjects-tables.ts";

/**
 * `writer`: the judge. `view`: everybody else; what was decided can only be read, `commit` rejects. Identities are
 * written through either: they belong to the API, which is not the judge.
 *
 * In a SQLite file the judge's commits are not synced one by one: each carries its place in the journal, which is on
 * the disk, so what a power cut takes is decided again, with the same result. Commits through a `view` are synced, and
 * with them everything before them.
 */
export type RecordsMode = "writer" | "view";

/** Both stores over one database. Closing any of the three closes all; closing again does nothing. */
export interface OpenedRecords {
  readonly records: RecordsStore;
  readonly identity: IdentityStore;
  close(): Promise<void>;
}

/**
 * The collections of the program; a store knows no subject by itself. `upcasters` are those of the product when left
 * out.
 */
interface CollectionsOptions {
  readonly collections: readonly Collection[];
  readonly upcasters?: Upcasters;
}

export interface SqliteRecordsOptions extends CollectionsOptions {
  readonly file: string;
  readonly mode: RecordsMode;
}

/** `mode` is `writer` when left out. */
export interface PostgresRecordsOptions
  extends CollectionsOptions,
    Pick<PostgresDatabaseOptions, "url" | "Client" | "mayBeAway"> {
  readonly mode?: RecordsMode;
}

/**
 * Opens the records in a SQLite file, creating it in an existing directory when it is missing. One call per thread.
 * @throws NewerSchemaError or UnknownVersionError when it was written by a newer edition; StoreUnavailableError when it
 * cannot be opened.
 */
export async function openSqliteRecords(options: SqliteRecordsOptions): Promise<OpenedRecords> {
  const { file, mode } = options;
  const sync = mode === "writer" ? "normal" : "full";
  return openedRecords(await openSqliteDatabase({ file, sync, ...declaredIn(options) }), mode);
}

/**
 * Opens the records in PostgreSQL.
 * @throws NewerSchemaError or UnknownVersionError when they were written by a newer edition; StoreUnavailableError when
 * the server cannot be reached.
 */
export async function openPostgresRecords(options: PostgresRecordsOptions): Promise<OpenedRecords> {
  // Loaded here: most installations have no PostgreSQL, and every thread would load its library.
  const { openPostgresDatabase } = await import("./postgres-database.ts");
  const { url, Client, mayBeAway, mode = "writer" } = options;
  const how = { ...(Client !== undefined && { Client }), ...(mayBeAway !== undefined && { mayBeAway }) };
  const database = await openPostgresDatabase({ url, ...how, ...declaredIn(options) });
  return openedRecords(database, mode);
}

function declaredIn({ collections, upcasters = UPCASTERS }: CollectionsOptions): DeclaredCollections {
  return { collections, upcasters };
}

function openedRecords(database: RecordsDatabase, mode: RecordsMode): OpenedRecords {
  return {
    records: mode === "writer" ? new SqlRecordsStore(database) : new SqlRecordsView(database),
    identity: new SqlIdentityStore(database),
    close: () => database.close(),
  };
}

class SqlRecordsView extends SqlRecordsStore {
  override async commit(_batch: RecordsBatch): Promise<void> {
    throw new Error("the records were opened for reading only");
  }
}
