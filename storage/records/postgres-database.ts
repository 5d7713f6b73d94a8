import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { translatePostgresFailure } from "../postgres-trouble.ts";
import { POSTGRES_MANY_ROWS } from "./many-rows.ts";
import { cutOff, PostgresPulse } from "./postgres-pulse.ts";
import { readsTogether, writeTogether } from "./postgres-together.ts";
import { openRecordsDatabase, type RecordsDatabase } from "./records-database.ts";
import type { Tables } from "./schema.ts";
import type { DeclaredCollections } from "./subjects-tables.ts";

const MAX_CONNECTIONS = 4;
const CONNECT_WAIT_MS = 5_000;
const STATEMENT_WAIT_MS = 30_000;
/** Any fixed number: everything that migrates these tables waits for the same lock. */
const MIGRATION_LOCK = 4_101_990;

/** A database on the network, and what makes its connections: that of the driver when left out. */
export interface PostgresDatabaseOptions extends DeclaredCollections {
  readonly url: string;
  readonly Client?: new (config?: pg.ClientConfig) => pg.Client;
  /** Opens also while the server is away; the tables are brought up to date as soon as it is there. */
  readonly mayBeAway?: boolean;
}

/**
 * Opens the records in a PostgreSQL database (13 or newer) and creates their tables.
 * `url` is `postgres://user:password@host:port/database`.
 * @throws NewerSchemaError when it was written by a newer edition; StoreUnavailableError when the server cannot be
 *   reached.
 */
export async function openPostgresDatabase(options: PostgresDatabaseOptions): Promise<RecordsDatabase> {
  const { url, Client = pg.Client, mayBeAway = false, ...declared } = options;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "outfall",
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_WAIT_MS,
    statement_timeout: STATEMENT_WAIT_MS,
    // The server may vanish without a word; then no answer ever comes.
    query_timeout: STATEMENT_WAIT_MS + CONNECT_WAIT_MS,
    idle_in_transaction_session_timeout: STATEMENT_WAIT_MS,
    keepAlive: true,
    // Statements that are given to one connection at once are sent at once.
    pipeline: true,
    Client,
    types: { getTypeParser: parserOf },
  });
  // A connection that dies while idle is replaced by the pool; whoever needs one and cannot get it is told then.
  pool.on("error", () => {});
  const open = new Set<pg.PoolClient>();
  pool.on("connect", (client) => {
    open.add(client);
    // One that dies while it is in use tells whoever waits for its answer; without a listener the process would end.
    client.on("error", () => {});
  });
  pool.on("remove", (client) => void open.delete(client));
  const pulse = new PostgresPulse({ url, onSilence: () => open.forEach(cutOff) });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return await openRecordsDatabase({
    reader: db,
    writer: db,
    together: { reader: readsTogether(pool), write: (work) => writeTogether(pool, work) },
    flavour: {
      keyText: sql`text collate "C"`,
      hasCoveringOrders: false,
      manyRows: POSTGRES_MANY_ROWS,
      lockForMigration: async (trx) => {
        await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);
      },
    },
    declared,
    server: { pulse, mayBeAway },
    translateFailure: translatePostgresFailure,
  });
}

/** `bigint` comes as text; all of ours are instants and sequence numbers, which a number holds exactly. */
function parserOf(...[type, format]: Parameters<typeof pg.types.getTypeParser>): (text: string) => unknown {
  if (type === pg.types.builtins.INT8 && format !== "binary") return safeInteger;
  return pg.types.getTypeParser(type, format);
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer that a number holds exactly: ${text}`);
  return value;
}
