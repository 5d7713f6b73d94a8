import { setImmediate as nextTurn } from "node:timers/promises";
import { StoreUnavailableError } from "../core/failures.ts";
import type { Log } from "../core/log.ts";
import type { StoreTrouble } from "../core/store-trouble.ts";
import { BackOff, type BackOffLimits } from "./back-off.ts";

const BACK_OFF: BackOffLimits = { firstMs: 500, longestMs: 10_000 };

export interface LoopDeps {
  readonly name: string;
  readonly log: Log;
  /** Calls back when there may be something to do; returns how to stop listening. */
  readonly onNews: (listener: () => void) => () => void;
  /** Does one batch; true when it found something to do. */
  readonly step: () => Promise<boolean>;
  /** A bug or a broken store: the process must end, and the journal is read again at the next start. */
  readonly onFatal: (error: Error) => void;
  readonly onStore?: (up: boolean, trouble?: StoreTrouble) => void;
}

/**
 * Runs one reader of the journal: works while there is work, sleeps until there is news, backs off while its store is
 * away, and stops between two batches. Readers know nothing of each other, so one that waits holds up none.
 */
export class ReaderLoop {
  readonly #deps: LoopDeps;
  readonly #finished: Promise<void>;
  #stopping = false;
  #news = true;
  #ring: (() => void) | undefined;

  /** The name under which its cursor is kept. */
  get name(): string {
    return this.#deps.name;
  }

  constructor(deps: LoopDeps) {
    this.#deps = deps;
    const off = deps.onNews(() => this.#notify());
    this.#finished = this.#run().finally(off);
  }

  /** Lets the batch at hand finish, then ends. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#notify();
    await this.#finished;
  }

  #notify(): void {
    this.#news = true;
    this.#ring?.();
  }

  async #run(): Promise<void> {
    const backOff = new BackOff(this.#deps.name, BACK_OFF);
    let isAway = false;
    while (!this.#stopping) {
      this.#news = false;
      try {
        const worked = await this.#deps.step();
        if (isAway) {
          this.#deps.onStore?.(true);
          this.#deps.log.info({ reader: this.#deps.name }, "store is back");
        }
        isAway = false;
        backOff.reset();
        if (!worked && !this.#news) await this.#wait(undefined);
        // Embedded stores answer within the same turn: without this a long backlog would hold up timers and messages of
        // the thread.
        else await nextTurn();
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) return this.#deps.onFatal(error as Error);
        this.#deps.onStore?.(false, error.trouble);
        const ms = backOff.next();
        const facts = { reader: this.#deps.name, cause: error.message, ...error.trouble };
        if (!isAway) this.#deps.log.warn(facts, "store is away, trying again until it is back");
        isAway = true;
        await this.#wait(ms);
      }
    }
  }

  /** Until there is news, or (while backing off) until the time is over, whatever news there is. */
  #wait(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stopping) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        this.#ring = undefined;
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      this.#ring = (): void => {
        if (ms === undefined || this.#stopping) done();
      };
    });
  }
}
