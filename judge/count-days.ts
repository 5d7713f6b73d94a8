import { NO_STATEMENTS } from "../core/judging/declared-emission.ts";
import type { CountedDay, Counts, PeriodKey, PeriodState } from "../core/judging/period.ts";
import { DAY, HOUR, type Instant, plus, startOfBeijingDay } from "../core/time.ts";
import { FIGURES } from "../limits/figures.ts";
import { emptyPeriod } from "../rules/period/fold-reading.ts";
import { completeAt, endOf } from "../rules/period/watermarks.ts";
import { FactsOfPeriod } from "./facts-of-period.ts";
import { judgePeriod } from "./judge-period.ts";
import { countedKeys, type PlacePlan, plansOf, startOfPeriod } from "./place-plans.ts";
import type { Turn } from "./turn.ts";

const NOTHING: readonly never[] = [];

/** The half-month that a day lies in. */
export function halfMonthOf(day: PeriodKey): PeriodKey {
  return { ...day, basis: "half-month", start: startOfPeriod("half-month", day.start) };
}

/** The day that is complete at this moment. */
export function dayCompletedAt(at: Instant): Instant {
  return startOfBeijingDay(plus(at, -FIGURES.completeAfter.value * HOUR - 1));
}

/**
 * An hour of the day changed. A day that is not complete yet is counted when it is: its half-month says when. One that
 * is complete is counted again at once, and its half-month judged.
 */
export function dayChanged(turn: Turn, day: PeriodKey): readonly string[] | Promise<readonly string[]> {
  const key = halfMonthOf(day);
  if (turn.now >= completeAt(day)) return countAndJudge(turn, day);
  return typeof turn.set.peekPeriod(key)?.askAt === "number" ? NOTHING : judgePeriod(turn, key);
}

async function countAndJudge(turn: Turn, day: PeriodKey): Promise<readonly string[]> {
  await countDay(turn, day);
  return judgePeriod(turn, halfMonthOf(day));
}

/** Counts all days of a half-month again, as far as they are complete, and judges it. Any other period is judged. */
export async function judgeAnew(turn: Turn, key: PeriodKey): Promise<readonly string[]> {
  const plan = plansOf(turn.index).of(key.outlet, key.pollutant);
  if (key.basis === "half-month" && plan !== undefined) {
    const days = daysOf(key).filter((day) => turn.now >= completeAt(day));
    await turn.set.loadPeriods(days.flatMap((day) => countedKeys(plan, day)));
    for (const day of days) await countDay(turn, day);
  }
  return judgePeriod(turn, key);
}

function daysOf(key: PeriodKey): readonly PeriodKey[] {
  const count = (endOf(key) - key.start) / DAY;
  return Array.from({ length: count }, (_, n) => ({ ...key, basis: "day", start: plus(key.start, n * DAY) }));
}

/** Asks the rules that count for what they keep of a day, and keeps it in the row of its half-month. */
export async function countDay(turn: Turn, day: PeriodKey): Promise<void> {
  const plan = plansOf(turn.index).of(day.outlet, day.pollutant);
  if (plan === undefined || plan.counted.rules.length === 0) return;
  const looked = await turn.set.periodsOf(countedKeys(plan, day));
  const tags = await turn.set.casework.tagsOf(day.outlet);
  const counts = countsOf(
    plan,
    new FactsOfPeriod({ key: day, plan, wanted: plan.counted.looked, looked, statements: NO_STATEMENTS, tags }, turn.now),
  );
  const key = halfMonthOf(day);
  const state = (await turn.set.period(key)) ?? emptyPeriod(key, turn.now);
  const next = withDay(state, { start: day.start, counts });
  if (next !== state) turn.set.putPeriod(next);
}

function countsOf({ counted }: PlacePlan, facts: FactsOfPeriod): CountedDay["counts"] {
  const counts: Record<string, Counts> = {};
  for (const {
    says: [id = ""],
    count,
  } of counted.rules) {
    const found = count?.(facts);
    if (found !== undefined) counts[id] = found;
  }
  return counts;
}

/** The half-month with what was counted of the day; the same object when it says the same. */
function withDay(state: PeriodState, day: CountedDay): PeriodState {
  const { days = NOTHING, ...rest } = state;
  const known = days.find(({ start }) => start === day.start);
  if (JSON.stringify(known?.counts ?? {}) === JSON.stringify(day.counts)) return state;
  const isEmpty = Object.keys(day.counts).length === 0;
  const others = days.filter(({ start }) => start !== day.start);
  const next = [...others, ...(isEmpty ? [] : [day])].sort((a, b) => a.start - b.start);
  return next.length === 0 ? rest : { ...rest, days: next };
}
