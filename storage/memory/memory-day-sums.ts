import { countHours, type DaySum } from "../../core/judging/day-sum.ts";
import type { DaySumsStore, DaysAsked, DayToSum, SeriesCounts } from "../../core/records/day-sums.ts";
import type { RecordsBatch } from "../../core/records/records.ts";
import type { Instant } from "../../core/time.ts";
import { daysTouched, stampOf } from "../records/day-sums-table.ts";

/** Sums of days in memory, as the SQL stores keep them. */
export class MemoryDaySums implements DaySumsStore {
  readonly #marks = new Map<string, DayToSum>();
  readonly #sums = new Map<string, DaySum>();

  /** Marks the days whose hours a batch changes. */
  mark(batch: RecordsBatch): void {
    for (const { outlet, day } of daysTouched(batch.periods)) {
      const since = this.#marks.get(markKey({ outlet, day }))?.since ?? batch.engineAt;
      this.#marks.set(markKey({ outlet, day }), { outlet, day, since, stamp: stampOf(batch) });
    }
  }

  async toSum(asked: DaysAsked, limit: number): Promise<readonly DayToSum[]> {
    const marks = [...this.#marks.values()].filter((mark) => isAsked(mark, asked));
    return marks.toSorted((a, b) => a.since - b.since || byText(a.outlet, b.outlet) || a.day - b.day).slice(0, limit);
  }

  async sums(asked: DaysAsked): Promise<readonly DaySum[]> {
    return [...this.#sums.values()].filter((sum) => isAsked(sum, asked)).toSorted(inOrder);
  }

  async counts(asked: DaysAsked): Promise<readonly SeriesCounts[]> {
    const counts = new Map<string, SeriesCounts>();
    for (const sum of await this.sums(asked)) {
      const { outlet, pollutant } = sum;
      const key = JSON.stringify([outlet, pollutant]);
      const [before, now] = [counts.get(key) ?? NOTHING, countHours(sum)];
      counts.set(key, {
        outlet,
        pollutant,
        received: before.received + now.received,
        valid: before.valid + now.valid,
        timely: before.timely + now.timely,
        timelyValid: before.timelyValid + now.timelyValid,
        excused: before.excused + now.excused,
      });
    }
    return [...counts.values()];
  }

  async firstDays(outlets?: readonly string[]): Promise<readonly Pick<DaySum, "outlet" | "pollutant" | "day">[]> {
    const sums = [...this.#sums.values()].filter(({ outlet }) => outlets?.includes(outlet) ?? true).toSorted(inOrder);
    const isFirst = (sum: DaySum, i: number) => sums[i - 1]?.outlet !== sum.outlet || sums[i - 1]?.pollutant !== sum.pollutant;
    return sums.filter(isFirst).map(({ outlet, pollutant, day }) => ({ outlet, pollutant, day }));
  }

  async put(mark: DayToSum, sums: readonly DaySum[], made: { readonly settled: boolean; readonly now: Instant }): Promise<void> {
    for (const sum of sums) this.#sums.set(JSON.stringify([sum.outlet, sum.pollutant, sum.day]), sum);
    const known = this.#marks.get(markKey(mark));
    if (known === undefined) return;
    if (!made.settled) this.#marks.set(markKey(mark), { ...known, since: made.now });
    else if (known.stamp === mark.stamp) this.#marks.delete(markKey(mark));
  }
}

const NOTHING = { received: 0, valid: 0, timely: 0, timelyValid: 0, excused: 0 };

function markKey({ outlet, day }: Pick<DayToSum, "outlet" | "day">): string {
  return JSON.stringify([outlet, day]);
}

function isAsked({ outlet, day }: Pick<DaySum, "outlet" | "day">, { outlets, from, to }: DaysAsked): boolean {
  return (outlets?.includes(outlet) ?? true) && day >= from && day < to;
}

function inOrder(a: DaySum, b: DaySum): number {
  return byText(a.outlet, b.outlet) || byText(a.pollutant, b.pollutant) || a.day - b.day;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
