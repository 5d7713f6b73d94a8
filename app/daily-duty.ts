import { type ScheduledTask, schedule } from "node-cron";
import type { Log } from "../core/log.ts";

export interface DailyDutyOptions {
  readonly name: string;
  /** `minute hour * * *`, in Beijing. */
  readonly at: string;
  readonly run: () => Promise<void>;
  readonly log: Log;
}

const WATCH_MS = 60_000;
/** A clock that leaps by more is planned for anew. */
const LEAP_MS = 300_000;
/** Once after the start, for a machine that is never on at the hour of the duty. */
const AFTER_START_MS = 3_600_000;
const LATE_MS = 60_000;

/**
 * Does something once a day, at an hour of Beijing. The plan is made anew when our clock has leapt: node-cron walks
 * through every day of a leap forwards, and after a leap back it waits until the old time is reached again.
 */
export class DailyDuty {
  readonly #options: DailyDutyOptions;
  readonly #watch: NodeJS.Timeout;
  readonly #first: NodeJS.Timeout;
  #task: ScheduledTask;
  #seen = { wallMs: Date.now(), ms: performance.now() };

  constructor(options: DailyDutyOptions) {
    this.#options = options;
    this.#task = this.#plan();
    this.#watch = setInterval(() => this.#lookAtClock(), WATCH_MS);
    this.#first = setTimeout(() => void options.run(), AFTER_START_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#watch);
    clearTimeout(this.#first);
    await this.#task.destroy();
  }

  #plan(): ScheduledTask {
    const { name, at, run, log } = this.#options;
    return schedule(at, run, {
      timezone: "Asia/Shanghai",
      noOverlap: true,
      name,
      missedExecutionTolerance: LATE_MS,
      suppressMissedWarning: true,
      logger: cronLogger(log),
    });
  }

  #lookAtClock(): void {
    const now = { wallMs: Date.now(), ms: performance.now() };
    const leapMs = now.wallMs - this.#seen.wallMs - (now.ms - this.#seen.ms);
    this.#seen = now;
    if (Math.abs(leapMs) <= LEAP_MS) return;
    void this.#task.destroy();
    this.#task = this.#plan();
  }
}

/** What the scheduler logs goes where everything else goes: standard output is for the lines of the contract. */
function cronLogger(log: Log) {
  return {
    info: (text: string): void => log.debug({ cron: text }, "scheduler"),
    debug: (text: string | Error): void => log.debug({ cron: String(text) }, "scheduler"),
    warn: (text: string): void => log.debug({ cron: text }, "scheduler"),
    error: (text: string | Error, cause?: Error): void => log.error({ cron: String(text), cause: cause?.message }, "duty failed"),
  };
}
