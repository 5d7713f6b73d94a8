import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import pg from "pg";
import type { Tables } from "./schema.ts";

type Statement = Pick<CompiledQuery, "sql" | "parameters">;

/** For reads that are asked at the same time: all of them go over one connection, none waits for another's answer. */
export function readsTogether(pool: pg.Pool): Kysely<Tables> {
  return kyselyOver(new SharedConnectionDriver(pool));
}

/**
 * Writes down the statements of `work`, which reads nothing, and sends them as one transaction, without waiting for an
 * answer in between. Rejects with what the first statement that failed says; then nothing of it remains.
 */
export async function writeTogether<T>(pool: pg.Pool, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  const statements: Statement[] = [];
  const result = await work(kyselyOver(new WritingDownDriver(statements)));
  const client = await pool.connect();
  let failure: unknown;
  try {
    const all = [BEGIN, ...statements, COMMIT].map(({ sql, parameters }) => client.query(sql, [...parameters]));
    const answers = await Promise.allSettled(all);
    for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
  } catch (cause) {
    failure = cause;
    throw cause;
  } finally {
    client.release(isSpoilt(failure));
  }
  return result;
}

/** The connection does not say what became of the statement: nobody should use it again. */
function isSpoilt(failure: unknown): boolean {
  return failure !== undefined && !(failure instanceof pg.DatabaseError);
}

const BEGIN: Statement = { sql: "begin", parameters: [] };
const COMMIT: Statement = { sql: "commit", parameters: [] };

function kyselyOver(driver: DummyDriver): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    },
  });
}

/** Whoever asks while others wait for their answers shares their connection. It has no transactions. */
class SharedConnectionDriver extends DummyDriver {
  readonly #pool: pg.Pool;
  #shared: Promise<pg.PoolClient> | undefined;
  #users = 0;
  #isSpoilt = false;

  constructor(pool: pg.Pool) {
    super();
    this.#pool = pool;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#users += 1;
    this.#shared ??= this.#pool.connect();
    try {
      const client = await this.#shared;
      return connectionOf(async ({ sql, parameters }) => {
        try {
          return (await client.query(sql, [...parameters])).rows;
        } catch (cause) {
          this.#isSpoilt ||= isSpoilt(cause);
          throw cause;
        }
      });
    } catch (error) {
      // Nobody has a connection that was not made.
      this.#users -= 1;
      if (this.#users === 0) this.#shared = undefined;
      throw error;
    }
  }

  override async releaseConnection(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const [shared, spoilt] = [this.#shared, this.#isSpoilt];
    this.#shared = undefined;
    this.#isSpoilt = false;
    (await shared)?.release(spoilt);
  }
}

class WritingDownDriver extends DummyDriver {
  readonly #statements: Statement[];

  constructor(statements: Statement[]) {
    super();
    this.#statements = statements;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return connectionOf(async (statement) => {
      this.#statements.push(statement);
      return [];
    });
  }
}

function connectionOf(answer: (statement: CompiledQuery) => Promise<unknown[]>): DatabaseConnection {
  return {
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => ({ rows: (await answer(query)) as R[] }),
    streamQuery: () => {
      throw new Error("nothing is streamed here");
    },
  };
}
