import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { RoleTakenError } from "../../core/failures.ts";
import type { Log } from "../../core/log.ts";
import { translatePostgresFailure } from "../postgres-trouble.ts";

const WAIT_MS = 5_000;
const NAME = "outfall hold";
/** The first number of the lock: ours; the second is that of the schema. */
const HOLD = 4_101_992;
/** A process that was killed is gone for the server when it notices that the connection is. */
const PATIENCE_MS = 10_000;
const AGAIN_MS = 500;
const LOST_MS = 5_000;

/** Our hold on a database. */
export interface PostgresHold {
  release(): Promise<void>;
}

export interface PostgresHoldOptions {
  readonly url: string;
  readonly log: Log;
  /** How long somebody else may hold it before we give up. */
  readonly patienceMs?: number;
  /** Somebody else has taken the database while we could not reach it. */
  readonly onLost: (error: RoleTakenError) => void;
}

/**
 * Holds the schema of a database for one product, as long as the process lives: two that judge into one database would
 * decide everything twice. The lock belongs to a connection of its own; when that is lost it is taken again.
 * @throws RoleTakenError when another product holds it, StoreUnavailableError when the server cannot be reached.
 */
export async function holdPostgres(options: PostgresHoldOptions): Promise<PostgresHold> {
  const hold = new Hold(options);
  await hold.take(options.patienceMs ?? PATIENCE_MS);
  return hold;
}

class Hold implements PostgresHold {
  readonly #options: PostgresHoldOptions;
  #client: pg.Client | undefined;
  /** Our last session: a server that has not noticed its end holds the lock for it. */
  #lastPid: number | undefined;
  #isReleased = false;

  constructor(options: PostgresHoldOptions) {
    this.#options = options;
  }

  async take(patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const client = await connect(this.#options.url);
      const taken = await this.#tryToTake(client);
      if (taken) return this.#keep(client);
      await client.end().catch(() => {});
      if (performance.now() >= end) throw new RoleTakenError("another product works on this database");
      await pause(AGAIN_MS);
    }
  }

  async release(): Promise<void> {
    this.#isReleased = true;
    await this.#client?.end().catch(() => {});
  }

  async #tryToTake(client: pg.Client): Promise<boolean> {
    try {
      if (this.#lastPid !== undefined) {
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and application_name = $2 and usename = current_user",
          [this.#lastPid, NAME],
        );
      }
      const { rows } = await client.query(
        "select pg_try_advisory_lock($1, hashtext(current_schema())) as taken, pg_backend_pid() as pid",
        [HOLD],
      );
      if (rows[0]?.taken === true) this.#lastPid = rows[0].pid;
      return rows[0]?.taken === true;
    } catch (cause) {
      client.end().catch(() => {});
      throw translatePostgresFailure(cause);
    }
  }

  #keep(client: pg.Client): void {
    this.#client = client;
    const lost = (): void => {
      if (this.#client !== client) return;
      this.#client = undefined;
      void this.#takeAgain();
    };
    client.on("error", lost);
    client.on("end", lost);
  }

  async #takeAgain(): Promise<void> {
    let isSaid = false;
    while (!this.#isReleased) {
      try {
        await this.take(PATIENCE_MS);
        if (this.#isReleased) await this.release();
        return;
      } catch (cause) {
        if (cause instanceof RoleTakenError) return this.#options.onLost(cause);
        if (!isSaid)
          this.#options.log.warn({ cause: String(cause) }, "the hold on the records database is lost, taking it again");
        isSaid = true;
        await pause(LOST_MS, undefined, { ref: false });
      }
    }
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: NAME,
    connectionTimeoutMillis: WAIT_MS,
    query_timeout: WAIT_MS,
    keepAlive: true,
  });
  // Once it is held its end is heard; until then whoever asks is told.
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (cause) {
    throw translatePostgresFailure(cause);
  }
}
