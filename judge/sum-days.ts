import type { Clock } from "../core/clock.ts";
import type { DaysAsked, DayToSum } from "../core/records/day-sums.ts";
import type { RecordsStore } from "../core/records/records.ts";
import { measuredAt, type RegistryIndex } from "../core/registry/grid.ts";
import { FIRST_INSTANT, HOUR, type Instant, LAST_INSTANT, MINUTE, plus, startOfBeijingDay } from "../core/time.ts";
import { foldDay, hoursOfDay, settledAt } from "../rules/sums/fold-day.ts";

/** A day that is over is summed so long after its first change: more of the same mostly follows. */
const AFTER_A_CHANGE = 10 * MINUTE;
/** The running day changes with every minute. */
const OF_THE_RUNNING_DAY = HOUR;
/** Days of outlets that one look sums, so that the judge is not kept waiting. */
const OF_A_LOOK = 20;

export interface SumDaysDeps {
  readonly records: Pick<RecordsStore, "daySums" | "periodsOf">;
  /** The registry in force: what is measured at an outlet. */
  readonly registry: () => RegistryIndex;
  readonly clock: Clock;
}

/** Sums the days whose hours changed, those that changed first first. It decides nothing and nothing waits for it. */
export class SumDays {
  readonly #deps: SumDaysDeps;

  constructor(deps: SumDaysDeps) {
    this.#deps = deps;
  }

  /** Sums a share of what is due. */
  async look(): Promise<void> {
    const now = this.#deps.clock.now();
    const today = startOfBeijingDay(now);
    await this.#sum({ from: FIRST_INSTANT, to: today }, plus(now, -AFTER_A_CHANGE));
    await this.#sum({ from: today, to: LAST_INSTANT }, plus(now, -OF_THE_RUNNING_DAY));
  }

  async #sum(days: DaysAsked, markedBefore: Instant): Promise<void> {
    const marks = await this.#deps.records.daySums.toSum(days, OF_A_LOOK);
    for (const mark of marks) if (mark.since <= markedBefore) await this.#sumDay(mark);
  }

  async #sumDay(mark: DayToSum): Promise<void> {
    const { records, registry, clock } = this.#deps;
    const { outlet, day } = mark;
    const asked = { outlet, day, pollutants: measuredAt(registry(), outlet) };
    const now = clock.now();
    const sums = foldDay(asked, await records.periodsOf(hoursOfDay(asked)), now);
    await records.daySums.put(mark, sums, { settled: now >= settledAt(day), now });
  }
}
