import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { PeriodKey } from "../core/judging/period.ts";
import type { Reading } from "../core/readings/reading.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import { isRowInForce } from "../core/registry/grid.ts";
import { type BeijingDate, startOfBeijingDate } from "../core/time.ts";
import { ALL_RULES } from "../rules/all-rules.ts";
import { foldReading, isOfPeriod, periodOf } from "../rules/period/fold-reading.ts";
import { completeAt } from "../rules/period/watermarks.ts";
import { basesWanted } from "../rules/register/bases-wanted.ts";
import { AskedPeriods } from "./asked-periods.ts";
import { dayChanged, halfMonthOf } from "./count-days.ts";
import { judgePeriod } from "./judge-period.ts";
import type { LikelyChange } from "./look-ahead.ts";
import { countedKeys, type PlacePlan, plansOf, wantedKeys } from "./place-plans.ts";
import { hear, isHistory } from "./reachability.ts";
import type { Turn } from "./turn.ts";

/** Folds the readings of a message into their periods, then judges what changed, each period once. */
export async function judgeMessage(turn: Turn, readings: readonly Reading[], entry: JournalEntry): Promise<void> {
  const heard = hear(turn, entry.mn);
  const absence = heard instanceof Promise ? await heard : heard;
  const arrived = arrivalsOf(turn, readings);
  const unread = arrived.filter(({ key }) => turn.set.peekPeriod(key) === undefined);
  if (unread.length > 0) await turn.set.loadPeriods(unread.map(({ key }) => key));
  const plans = plansOf(turn.index);
  const asked = new AskedPeriods();
  const counted = new AskedPeriods();
  for (const { reading, key } of arrived) {
    const before = turn.set.peekPeriod(key) ?? undefined;
    const next = foldReading(key, before, {
      reading,
      seq: turn.seq,
      now: turn.now,
      channelFrom: channelFrom(turn.index, reading),
      isHistory: isHistory(key, turn.now, absence),
    });
    if (next === before) continue;
    turn.set.putPeriod(next);
    // A period that has not begun has nothing to be judged.
    for (const ask of plans.asks(key, turn.now)) asked.add(ask);
    for (const day of plans.countedDays(key, turn.now)) counted.add(day);
  }
  await inOrder(asked, (key) => judgePeriod(turn, key));
  await inOrder(counted, (day) => dayChanged(turn, day));
}

/** Judges one after the other. Most are judged at once, and nothing waits for those. */
async function inOrder(asked: AskedPeriods, judge: (key: PeriodKey) => unknown): Promise<void> {
  for (const key of asked.inOrder) {
    const judged = judge(key);
    if (judged instanceof Promise) await judged;
  }
}

/** What rules of the register look at. */
const WANTED = basesWanted(ALL_RULES);

/** True for a reading that belongs to a period, or is of a kind that a rule looks at. */
export function isLookedAt({ basis }: Pick<Reading, "basis">): boolean {
  return isOfPeriod(basis) || WANTED.has(basis);
}

/** The same of one of the readings of a message. */
export function isJudged({ readings }: { readonly readings: readonly Reading[] }): boolean {
  return readings.some(isLookedAt);
}

/** A reading with its period, and which rules look at its place where that is registered. */
export interface Arrival {
  readonly turn: Turn;
  readonly reading: Reading;
  readonly key: PeriodKey;
  readonly plan: PlacePlan | undefined;
}

/** Those of these readings that belong to a period. */
export function arrivalsOf(turn: Turn, readings: readonly Reading[]): readonly Arrival[] {
  const plans = plansOf(turn.index);
  const arrivals: Arrival[] = [];
  for (const reading of readings) {
    const key = periodOf(reading);
    if (key !== undefined) arrivals.push({ turn, reading, key, plan: plans.of(key.outlet, key.pollutant) });
  }
  return arrivals;
}

/** The periods that are touched, and those that their rules look at, where not all of them are in memory. */
export function unreadOf(arrivals: readonly Arrival[]): readonly PeriodKey[] {
  const keys: PeriodKey[] = [];
  for (const { turn, key, plan } of arrivals) {
    if (plan === undefined || plan.askers[key.basis].length === 0) keys.push(key);
    else if (turn.set.peekAround(key, plan.asked[key.basis].looked) === undefined) keys.push(...wantedKeys(plan, key));
    for (const day of plansOf(turn.index).countedDays(key, turn.now)) keys.push(...unreadOfDay(turn, day));
  }
  return keys;
}

/** What is looked at when an hour of the day changed, where it is not in memory. */
function unreadOfDay({ set, index, now }: Turn, day: PeriodKey): readonly PeriodKey[] {
  const plan = plansOf(index).of(day.outlet, day.pollutant);
  const hours = plan === undefined || now < completeAt(day) ? [] : countedKeys(plan, day);
  return [halfMonthOf(day), ...hours].filter((key) => set.peekPeriod(key) === undefined);
}

/** The enterprises of which rules ask what they declared and reported. */
export function declarantsOf(arrivals: readonly Arrival[]): readonly string[] {
  return arrivals.flatMap(({ key, plan }) => (plan?.asked[key.basis].wantStatements === true ? [plan.outlet.enterprise] : []));
}

/** The periods of which a finding may change, as far as one can tell before the readings are folded. */
export function changesOf(arrivals: readonly Arrival[]): readonly LikelyChange[] {
  const changes: LikelyChange[] = [];
  for (const { turn, reading, key, plan } of arrivals) {
    const { value, converted } = reading;
    const mayBreak = plan !== undefined && (plan.mayBreak(value) || (converted !== undefined && plan.mayBreak(converted)));
    const hasFindings = (turn.set.peekPeriod(key)?.findings.length ?? 0) > 0;
    if (mayBreak || hasFindings) changes.push({ key, mayBreak, turn });
  }
  return changes;
}

/** The day from which on the channel of a reading is in force, as an instant; 0 where the registry says none. */
function channelFrom(index: RegistryIndex, { mn, factor, outlet, at }: Reading): number {
  const channels = index.channelsByOutlet.get(outlet) ?? [];
  const from = channels.find((c) => c.factor === factor && c.device === mn && isRowInForce(c, at))?.validFrom;
  return from === undefined ? 0 : startOfBeijingDate(from as BeijingDate);
}
