import type { Log } from "../core/log.ts";
import { DueTicks, type DueTicksDeps } from "../judge/due-ticks.ts";
import { EverySecond } from "./every-second.ts";

export interface TickerDeps extends DueTicksDeps {
  /** False while our clock is in doubt: then nothing falls due by it. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
}

/** Looks for due deadlines once a second. */
export class Ticker {
  readonly #timer: EverySecond;

  constructor(deps: TickerDeps) {
    const ticks = new DueTicks(deps);
    this.#timer = new EverySecond(async () => deps.isTrusted() && ticks.look(), deps.log);
  }

  stop(): Promise<void> {
    return this.#timer.stop();
  }
}
