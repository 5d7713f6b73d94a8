import { setTimeout as pause } from "node:timers/promises";
import { RoleTakenError, StoreUnavailableError } from "../../core/failures.ts";
import type { Log } from "../../core/log.ts";
import { BackOff } from "../../doors/back-off.ts";
import type { PostgresHold } from "../../storage/installation/postgres-hold.ts";
import type { Config } from "../config.ts";
import { StartRefusedError } from "../start-refused.ts";
import { type AwayPart, markInstallation, refuseForeignStores } from "./installation.ts";
import type { RoleName } from "./role.ts";

const BACK_OFF = { firstMs: 250, longestMs: 5_000 } as const;

export interface RecordsServerDeps {
  readonly config: Config;
  readonly roles: readonly RoleName[];
  readonly log: Log;
  /** Somebody else works on the database. */
  readonly onLost: (error: Error) => void;
}

/** The database of the records as this process has it: ours, held where it judges, with its tables in place. */
export class RecordsServer {
  readonly #deps: RecordsServerDeps;
  #hold: PostgresHold | undefined;

  constructor(deps: RecordsServerDeps) {
    this.#deps = deps;
  }

  /**
   * Takes the records for this installation. Records in a file are made by the first thread that opens them.
   * @throws StartRefusedError when they cannot be had, StoreUnavailableError when they are away
   */
  async claim(): Promise<void> {
    const { config, log } = this.#deps;
    if (config.postgresUrl !== undefined) {
      await this.#takeHold(config.postgresUrl.reveal());
      // Loaded here: without a server this thread needs no database library.
      const { openRecords } = await import("./open-stores.ts");
      await (await openRecords(config, "writer")).close();
    }
    await markInstallation(config, log);
  }

  /**
   * Waits for records that are away, and claims them; false when the product has ended before.
   * @throws StartRefusedError as a start would
   */
  async claimWhenBack(away: AwayPart, ended: Promise<unknown>): Promise<boolean> {
    const { config, log } = this.#deps;
    log.warn(
      { setting: "OUTFALL_POSTGRES_URL", ...away.trouble },
      "the records database is away: the doors open, and what comes is judged when it is back",
    );
    const backOff = new BackOff("records", BACK_OFF);
    for (;;) {
      const isOver = await Promise.race([ended.then(() => true), pause(backOff.next(), false, { ref: false })]);
      if (isOver) return false;
      if (await this.#tryToClaim(config)) break;
    }
    log.info({}, "the records database is there");
    return true;
  }

  async release(): Promise<void> {
    await this.#hold?.release();
  }

  async #tryToClaim(config: Config): Promise<boolean> {
    try {
      if ((await refuseForeignStores(config)) !== undefined) return false;
      await this.claim();
      return true;
    } catch (cause) {
      if (cause instanceof StoreUnavailableError) return false;
      throw cause;
    }
  }

  /** A database on a server is held by whoever judges into it. */
  async #takeHold(url: string): Promise<void> {
    const { roles, log, onLost } = this.#deps;
    if (this.#hold !== undefined || !roles.includes("pipeline")) return;
    const { holdPostgres } = await import("../../storage/installation/postgres-hold.ts");
    try {
      this.#hold = await holdPostgres({ url, log, onLost });
    } catch (error) {
      if (!(error instanceof RoleTakenError)) throw error;
      throw new StartRefusedError([{ pointer: "OUTFALL_POSTGRES_URL", code: "database-in-use", facts: {} }]);
    }
  }
}
