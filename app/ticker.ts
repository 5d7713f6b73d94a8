import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../core/log.ts";
import { DueTicks, type DueTicksDeps } from "../judge/due-ticks.ts";
import { EverySecond } from "./every-second.ts";

export interface TickerDeps extends DueTicksDeps {
  /** False while our clock is in doubt: then nothing falls due by it. */
  readonly isTrusted: () => boolean;
  readonly log: Log;
}

/** While there is work, the next look follows so soon: the next tick is put behind the data that came in between. */
const SOON_MS = 50;
const LOOKS_IN_A_ROW = 18;

/** Looks for due deadlines once a second, and again at once while ticks find work. */
export class Ticker {
  readonly #timer: EverySecond;
  #isStopped = false;

  constructor(deps: TickerDeps) {
    const ticks = new DueTicks(deps);
    this.#timer = new EverySecond(async () => {
      let hasWork = deps.isTrusted() && (await ticks.look());
      for (let n = 0; n < LOOKS_IN_A_ROW && hasWork && !this.#isStopped; n++) {
        await pause(SOON_MS);
        if (deps.isTrusted()) await ticks.look();
        else hasWork = false;
      }
    }, deps.log);
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#timer.stop();
  }
}
