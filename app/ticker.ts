import { type ScheduledTask, schedule } from "node-cron";
import type { Log } from "../core/log.ts";
import { DueTicks, type DueTicksDeps } from "../judge/due-ticks.ts";

/** Looks for due deadlines once a second. */
export class Ticker {
  readonly #task: ScheduledTask;

  constructor(deps: DueTicksDeps & { readonly log: Log }) {
    const ticks = new DueTicks(deps);
    this.#task = schedule("* * * * * *", () => ticks.look(), {
      timezone: "Asia/Shanghai",
      noOverlap: true,
      name: "deadlines",
      // A missed second is harmless: the next look finds the same rows.
      suppressMissedWarning: true,
      logger: cronLogger(deps.log),
    });
  }

  async stop(): Promise<void> {
    await this.#task.destroy();
  }
}

/** What the scheduler logs goes where everything else goes: standard output is for the lines of the contract. */
function cronLogger(log: Log) {
  return {
    info: (text: string): void => log.debug({ cron: text }, "scheduler"),
    debug: (text: string | Error): void => log.debug({ cron: String(text) }, "scheduler"),
    warn: (text: string): void => log.debug({ cron: text }, "scheduler"),
    error: (text: string | Error, cause?: Error): void => log.error({ cron: String(text), cause: cause?.message }, "tick failed"),
  };
}
