import type { Kysely } from "kysely";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { StoreTrouble } from "../../core/store-trouble.ts";
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
  /** What is wrong with the server of the database, as it is known without asking; never anything for a file. */
  trouble(): StoreTrouble | undefined;
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
  /** What a database on a server has, and a file has not. */
  readonly server?: RecordsServer;
  readonly flavour: SqlFlavour;
  readonly declared: DeclaredCollections;
  /** The error to throw in place of `cause`: `StoreUnavailableError` when trying again later makes sense. */
  translateFailure(cause: unknown): unknown;
}

/** A server that may be away. */
export interface RecordsServer {
  readonly pulse: {
    readonly trouble: StoreTrouble | undefined;
    refuseSilent(): void;
    close(): Promise<void>;
  };
  /** Opens all the same while it is away. */
  readonly mayBeAway: boolean;
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
  const { reader, writer, together, server, flavour, declared, translateFailure } = kind;
  const documents = new Documents(declared.upcasters);
  let closed: Promise<void> | undefined;
  const translated = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed !== undefined) throw new Error("the records are closed");
    server?.pulse.refuseSilent();
    try {
      return await work();
    } catch (cause) {
      const failure = translateFailure(cause);
      // We cut connections that lead nowhere: what was lost is not the line, the server says nothing.
      if (failure instanceof StoreUnavailableError) server?.pulse.refuseSilent();
      throw failure;
    }
  };
  let prepared: Promise<void> | undefined;
  /** The tables as this edition writes them; tried again by the next who asks, when the server was away. */
  const prepare = (): Promise<void> => {
    prepared ??= translated(() =>
      writer.transaction().execute(async (trx) => {
        await migrate(trx, flavour);
        await prepareCollections(trx, flavour, declared);
      }),
    ).catch((cause: unknown) => {
      prepared = undefined;
      throw cause;
    });
    return prepared;
  };
  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    await prepare();
    return translated(work);
  };
  const database: RecordsDatabase = {
    trouble: () => server?.pulse.trouble,
    read: (work) => whileOpen(() => work(reader, documents, flavour.manyRows)),
    readTogether: (work) => whileOpen(() => work(together?.reader ?? reader, documents, flavour.manyRows)),
    ...(together !== undefined && {
      writeTogether: (work) => whileOpen(() => together.write((db) => work(db, documents, flavour.manyRows))),
    }),
    write: (work) => whileOpen(() => writer.transaction().execute((trx) => work(trx, documents, flavour.manyRows))),
    close: () => {
      closed ??= Promise.all([...[...new Set([reader, writer])].map((db) => db.destroy()), server?.pulse.close()]).then(() => {});
      return closed;
    },
  };
  try {
    await prepare();
  } catch (error) {
    if (server?.mayBeAway === true && error instanceof StoreUnavailableError) return database;
    await database.close();
    throw error;
  }
  return database;
}
