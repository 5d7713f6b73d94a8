import type { Log } from "../core/log.ts";
import { DueTicks, type DueTicksDeps } from "../judge/due-ticks.ts";

const EVERY_MS = 1_000;

export interface TickerDeps extends DueTicksDeps {
  /** False while our clock is in doubt: then nothing falls due by it. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
}

/**
 * Looks for due deadlines once a second. A plain timer: a leap of our clock costs it nothing, and a look that was
 * missed is harmless, since the next one finds the same rows.
 */
export class Ticker {
  readonly #ticks: DueTicks;
  readonly #deps: TickerDeps;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;

  constructor(deps: TickerDeps) {
    this.#deps = deps;
    this.#ticks = new DueTicks(deps);
    this.#timer = setInterval(() => this.#wake(), EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #wake(): void {
    if (this.#running !== undefined || !this.#deps.isTrusted()) return;
    this.#running = this.#look().finally(() => {
      this.#running = undefined;
    });
  }

  async #look(): Promise<void> {
    try {
      await this.#ticks.look();
    } catch (cause) {
      this.#deps.log.error({ cause: String(cause) }, "tick failed");
    }
  }
}
