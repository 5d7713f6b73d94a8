import type { DaySum } from "../../../core/judging/day-sum.ts";
import type { DaysAsked } from "../../../core/records/day-sums.ts";
import type { RecordsView } from "../../../core/records/records.ts";
import { measuredAt, type RegistryIndex } from "../../../core/registry/grid.ts";
import { DAY, type Instant, plus } from "../../../core/time.ts";
import { foldDay, hoursOfDay } from "../../../rules/sums/fold-day.ts";

/** Days of outlets whose hours changed since they were summed, and that a reader sums itself. */
const MOST_FRESH = 200;

/** What sums are read with. */
export interface SumsReading {
  readonly records: Pick<RecordsView, "daySums" | "periodsOf">;
  readonly index: RegistryIndex;
  readonly now: Instant;
}

/** Sums of changed days, as they are now and as they are stored. */
export interface FreshSums {
  readonly sums: readonly DaySum[];
  /** What is stored of these days of these outlets. */
  readonly stale: readonly DaySum[];
  isFresh(day: Pick<DaySum, "outlet" | "day">): boolean;
  /** More days have changed: theirs are as they were summed last, up to an hour ago. */
  readonly isWaiting: boolean;
}

/** Sums the days asked for that changed since they were summed last. */
export async function freshSums(asked: DaysAsked, { records, index, now }: SumsReading): Promise<FreshSums> {
  const marks = await records.daySums.toSum(asked, MOST_FRESH + 1);
  const taken = marks.slice(0, MOST_FRESH);
  const keys = new Set(taken.map(dayKey));
  const sums: DaySum[] = [];
  for (const { outlet, day } of taken) {
    const wanted = { outlet, day, pollutants: measuredAt(index, outlet) };
    sums.push(...foldDay(wanted, await records.periodsOf(hoursOfDay(wanted)), now));
  }
  const stale: DaySum[] = [];
  for (const day of new Set(taken.map((mark) => mark.day))) {
    const outlets = taken.filter((mark) => mark.day === day).map((mark) => mark.outlet);
    stale.push(...(await records.daySums.sums({ outlets, from: day, to: plus(day, DAY) })));
  }
  return { sums, stale, isFresh: (day) => keys.has(dayKey(day)), isWaiting: marks.length > MOST_FRESH };
}

function dayKey({ outlet, day }: Pick<DaySum, "outlet" | "day">): string {
  return `${outlet}|${day}`;
}

/** The sums of days as they are now, ordered by outlet, pollutant and day. */
export interface ReadSums {
  readonly sums: readonly DaySum[];
  readonly isWaiting: boolean;
}

/** Reads the sums of these days. */
export async function readSums(asked: DaysAsked, reading: SumsReading): Promise<ReadSums> {
  const fresh = await freshSums(asked, reading);
  const stored = await reading.records.daySums.sums(asked);
  const sums = [...stored.filter((sum) => !fresh.isFresh(sum)), ...fresh.sums];
  return { sums: sums.toSorted(inOrder), isWaiting: fresh.isWaiting };
}

function inOrder(a: DaySum, b: DaySum): number {
  return compareTexts(a.outlet, b.outlet) || compareTexts(a.pollutant, b.pollutant) || a.day - b.day;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
