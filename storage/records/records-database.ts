import type { Kysely } from "kysely";
import { Documents } from "../documents.ts";
import type { ManyRows } from "./many-rows.ts";
import { migrate } from "./migrations.ts";
import type { Tables } from "./schema.ts";
import type { SqlFlavour } from "./sql-flavour.ts";
import { type DeclaredCollections, prepareCollections } from "./subjects-tables.ts";

/**
 * One open database with its tables in place. Failures of the outside world come out as `StoreUnavailableError`, bugs
 * as they are.
 */
export interface RecordsDatabase {
  /** Runs queries that change nothing. */
  read<T>(work: (db: Kysely<Tables>, documents: Documents, many: ManyRows) => Promise<T>): Promise<T>;
  /** The same for queries that do not wait for one another: those that are asked at once are one round trip. */
  readTogether<T>(work: (db: Kysely<Tables>, documents: Documents, many: ManyRows) => Promise<T>): Promise<T>;
  /**
   * Runs `work`, which reads nothing, in one transaction and one round trip; `undefined` where a database is so near
   * that nothing is won by it.
   */
  readonly writeTogether?: <T>(work: (trx: Kysely<Tables>, documents: Documents, many: ManyRows) => Promise<T>) => Promise<T>;
  /** Runs `work` in one transaction: when it throws, nothing of it remains. */
  write<T>(work: (trx: Kysely<Tables>, documents: Documents, many: ManyRows) => Promise<T>): Promise<T>;
  /** Ends the connections; what is called afterwards rejects. Closing again does nothing. */
  close(): Promise<void>;
}

/** How one kind of database is opened and how its failures are told from bugs. */
export interface DatabaseKind {
  readonly reader: Kysely<Tables>;
  /** The same as `reader` where a pool keeps transactions and reads apart anyway. */
  readonly writer: Kysely<Tables>;
  readonly together?: Together;
  readonly flavour: SqlFlavour;
  readonly declared: DeclaredCollections;
  /** The error to throw in place of `cause`: `StoreUnavailableError` when trying again later makes sense. */
  translateFailure(cause: unknown): unknown;
}

/** How statements are sent without waiting for the answers in between, where waiting costs something. */
export interface Together {
  readonly reader: Kysely<Tables>;
  write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
}

/**
 * Wraps an opened database and brings its tables to the version of the code and to the declared collections. Closes it
 * again when that fails.
 * @throws NewerSchemaError or UnknownVersionError when it was written by a newer edition; StoreUnavailableError when it
 * cannot be reached.
 */
export async function openRecordsDatabase(kind: DatabaseKind): Promise<RecordsDatabase> {
  const { reader, writer, together, flavour, declared, translateFailure } = kind;
  const documents = new Documents(declared.upcasters);
  let closed: Promise<void> | undefined;
  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed !== undefined) throw new Error("the records are closed");
    try {
      return await work();
    } catch (cause) {
      throw translateFailure(cause);
    }
  };
  const database: RecordsDatabase = {
    read: (work) => whileOpen(() => work(reader, documents, flavour.manyRows)),
    readTogether: (work) => whileOpen(() => work(together?.reader ?? reader, documents, flavour.manyRows)),
    ...(together !== undefined && {
      writeTogether: (work) => whileOpen(() => together.write((db) => work(db, documents, flavour.manyRows))),
    }),
    write: (work) => whileOpen(() => writer.transaction().execute((trx) => work(trx, documents, flavour.manyRows))),
    close: () => {
      closed ??= Promise.all([...new Set([reader, writer])].map((db) => db.destroy())).then(() => {});
      return closed;
    },
  };
  try {
    await database.write(async (trx) => {
      await migrate(trx, flavour);
      await prepareCollections(trx, flavour, declared);
    });
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
