import { type DaySum, hourOf } from "../../core/judging/day-sum.ts";
import { HOUR, type Instant, plus, startOfBeijingDay } from "../../core/time.ts";
import { MASS_SUBSTITUTES } from "../../limits/figures.ts";
import { quarterOf } from "./calendar-periods.ts";

/**
 * What was emitted in an hour: measured; put in the place of what is missing; nothing, as the plant stood still; or not
 * known, and not for us to say.
 */
export type HourMass =
  | { readonly start: Instant; readonly is: "measured" | "substituted"; readonly kg: number }
  | { readonly start: Instant; readonly is: "stopped" | "undecided" };

/** Which hours are asked about. */
export interface MassAsked {
  readonly from: Instant;
  /** Exclusive. Hours that are not complete yet are left out by whoever asks. */
  readonly to: Instant;
  /** Missing hours of flue gas get a substitute, those of water none. */
  readonly isGas: boolean;
}

/**
 * The mass of each hour from the first one that is known, those of the days given: what is missing gets the greatest of
 * the last valid hours before it, and how far one looks back depends on the quarter's capture rate and on how long the
 * gap is. Concentrations are never replaced. Give the days of half a year before `from`, too.
 * @param days of one series, in order
 * @see docs/sources.md#mass-and-rates
 */
export function massOfHours(days: readonly DaySum[], { from, to, isGas }: MassAsked): readonly HourMass[] {
  const hours = linedUp(days, to);
  const line = { hours, captures: captureRates(hours), gaps: gapsOf(hours), isGas };
  return hours.flatMap((hour, at) => (hour.start < from ? [] : [massOf(hour, at, line)]));
}

/** One hour of the line from the first one that is known to the end, with or without a row. */
interface Hour {
  readonly start: Instant;
  readonly kg: number | null;
  readonly isStopped: boolean;
}

/** The line begins with a value, so that there is one before every gap. */
function linedUp(days: readonly DaySum[], to: Instant): readonly Hour[] {
  const [first] = days;
  if (first === undefined) return [];
  const byDay = new Map<Instant, DaySum>(days.map((day) => [day.day, day]));
  const hours: Hour[] = [];
  for (let start = first.day; start < to; start = plus(start, HOUR)) {
    const day = startOfBeijingDay(start);
    const [sum, n] = [byDay.get(day), (start - day) / HOUR];
    const isStopped = hourOf(sum?.hours[n] ?? ".").kind === "stopped";
    hours.push({ start, kg: sum?.mass?.[n] ?? null, isStopped });
  }
  const begins = hours.findIndex((hour) => hour.kg !== null);
  return begins < 0 ? [] : hours.slice(begins);
}

/** Missing hours in a row. Hours at which the plant stood still part nothing and do not count. */
interface Gap {
  /** Its place in the line. */
  readonly first: number;
  hours: number;
}

/** The gap of each missing hour, by its place. */
function gapsOf(hours: readonly Hour[]): ReadonlyMap<number, Gap> {
  const gaps = new Map<number, Gap>();
  let open: Gap | undefined;
  for (const [at, { kg, isStopped }] of hours.entries()) {
    if (isStopped) continue;
    if (kg !== null) {
      open = undefined;
      continue;
    }
    open ??= { first: at, hours: 0 };
    open.hours += 1;
    gaps.set(at, open);
  }
  return gaps;
}

/** Valid hours of each quarter among those in which the plant did not stand still. */
function captureRates(hours: readonly Hour[]): ReadonlyMap<Instant, number> {
  const counts = new Map<Instant, { valid: number; due: number }>();
  for (const { start, kg, isStopped } of hours) {
    if (isStopped) continue;
    const quarter = quarterOf(start);
    const count = counts.get(quarter) ?? { valid: 0, due: 0 };
    counts.set(quarter, count);
    count.due += 1;
    if (kg !== null) count.valid += 1;
  }
  return new Map([...counts].map(([quarter, { valid, due }]) => [quarter, valid / due]));
}

interface Line {
  readonly hours: readonly Hour[];
  readonly captures: ReadonlyMap<Instant, number>;
  readonly gaps: ReadonlyMap<number, Gap>;
  readonly isGas: boolean;
}

function massOf({ start, kg, isStopped }: Hour, at: number, { hours, captures, gaps, isGas }: Line): HourMass {
  if (isStopped) return { start, is: "stopped" };
  if (kg !== null) return { start, is: "measured", kg };
  const gap = gaps.get(at) as Gap;
  const capture = captures.get(quarterOf(start)) as number;
  const step = MASS_SUBSTITUTES.byCapture.find(({ from }) => capture >= from);
  if (!isGas || step === undefined) return { start, is: "undecided" };
  const lookBack = gap.hours <= MASS_SUBSTITUTES.shortGap ? step.short : step.long;
  return { start, is: "substituted", kg: greatestBefore(hours, gap.first, lookBack) };
}

function greatestBefore(hours: readonly Hour[], at: number, count: number): number {
  let [greatest, left] = [0, count];
  for (let i = at - 1; i >= 0 && left > 0; i--) {
    const { kg } = hours[i] as Hour;
    if (kg === null) continue;
    greatest = Math.max(greatest, kg);
    left -= 1;
  }
  return greatest;
}
