import { type ScheduledTask, schedule } from "node-cron";
import type { Clock } from "../../core/clock.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { RecordsView } from "../../core/judging/records.ts";
import type { Log } from "../../core/log.ts";

export interface TickerDeps {
  readonly clock: Clock;
  readonly journal: JournalWriter;
  readonly records: RecordsView;
  readonly log: Log;
}

/**
 * Looks once a second whether a deadline is due and, if so, puts a tick into the journal; the judge does the rest in journal order.
 * Nothing hangs on a particular second: a tick that was missed is found by the next.
 */
export class Ticker {
  readonly #deps: TickerDeps;
  readonly #task: ScheduledTask;
  #lastTick = 0;

  constructor(deps: TickerDeps) {
    this.#deps = deps;
    this.#task = schedule("* * * * * *", () => this.look(), {
      timezone: "Asia/Shanghai",
      noOverlap: true,
      name: "deadlines",
      // A missed second is harmless: the next look finds the same rows.
      suppressMissedWarning: true,
      logger: cronLogger(deps.log),
    });
  }

  /** Appends a tick when a deadline is due and the tick before it has been worked off. */
  async look(): Promise<boolean> {
    const { clock, journal, records } = this.#deps;
    if ((await records.cursor()) < this.#lastTick) return false;
    const next = await records.nextDeadline();
    const now = clock.now();
    if (next === undefined || next.at > now) return false;
    this.#lastTick = await journal.append({
      kind: "tick",
      at: now,
      transport: "system",
      mn: "",
      topic: "",
      payload: new Uint8Array(0),
    });
    return true;
  }

  async stop(): Promise<void> {
    await this.#task.destroy();
  }
}

/** What the scheduler has to say goes where everything else goes: standard output is for the lines of the contract. */
function cronLogger(log: Log) {
  return {
    info: (text: string): void => log.debug({ cron: text }, "scheduler"),
    debug: (text: string | Error): void => log.debug({ cron: String(text) }, "scheduler"),
    warn: (text: string): void => log.debug({ cron: text }, "scheduler"),
    error: (text: string | Error, cause?: Error): void => log.error({ cron: String(text), cause: cause?.message }, "tick failed"),
  };
}
