import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { PeriodKey } from "../core/judging/period.ts";
import type { Reading } from "../core/readings/reading.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import { isRowInForce } from "../core/registry/grid.ts";
import { type BeijingDate, startOfBeijingDate } from "../core/time.ts";
import { ALL_RULES } from "../rules/all-rules.ts";
import { foldReading, periodOf } from "../rules/period/fold-reading.ts";
import { basesWanted } from "../rules/register/bases-wanted.ts";
import { AskedPeriods } from "./asked-periods.ts";
import { judgePeriod } from "./judge-period.ts";
import type { LikelyChange } from "./look-ahead.ts";
import { plansOf, wantedKeys } from "./place-plans.ts";
import { hear, isHistory } from "./reachability.ts";
import type { Turn } from "./turn.ts";

/** Folds the readings of a message into their periods, then judges what changed, each period once. */
export async function judgeMessage(turn: Turn, readings: readonly Reading[], entry: JournalEntry): Promise<void> {
  const absence = await hear(turn, entry.mn);
  const keys = readings.map(periodOf);
  await turn.set.loadPeriods(keys.filter((key) => key !== undefined));
  const plans = plansOf(turn.index);
  const asked = new AskedPeriods();
  for (const [i, reading] of readings.entries()) {
    const key = keys[i];
    if (key === undefined) continue;
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
  }
  for (const key of asked.inOrder) await judgePeriod(turn, key);
}

/** What rules of the register look at. */
const WANTED = basesWanted(ALL_RULES);

/** True when one of the readings belongs to a period, or is of a kind that a rule looks at. */
export function isJudged({ readings }: { readonly readings: readonly Reading[] }): boolean {
  return readings.some((reading) => WANTED.has(reading.basis) || periodOf(reading) !== undefined);
}

/** The periods that the readings of a message touch, and those that their rules look at. */
export function keysOf(index: RegistryIndex, readings: readonly Reading[]): readonly PeriodKey[] {
  const keys: PeriodKey[] = [];
  for (const reading of readings) {
    const key = periodOf(reading);
    if (key === undefined) continue;
    const plan = plansOf(index).of(key.outlet, key.pollutant);
    if (plan === undefined) keys.push(key);
    else keys.push(...wantedKeys(plan, key));
  }
  return keys;
}

/** The outlets of these readings of which rules ask what was declared. */
export function declarantsOf(index: RegistryIndex, readings: readonly Reading[]): readonly string[] {
  return readings.flatMap((reading) => {
    const key = periodOf(reading);
    if (key === undefined) return [];
    return plansOf(index).of(key.outlet, key.pollutant)?.asked[key.basis].wantDeclarations === true ? [key.outlet] : [];
  });
}

/** The periods of which these readings may change a finding, as far as one can tell before they are folded. */
export function changesOf(turn: Turn, readings: readonly Reading[]): readonly LikelyChange[] {
  return readings.flatMap((reading) => {
    const key = periodOf(reading);
    if (key === undefined) return [];
    const { value, converted } = reading;
    const plan = plansOf(turn.index).of(key.outlet, key.pollutant);
    const mayBreak = plan !== undefined && [value, converted].some((v) => v !== null && v !== undefined && plan.mayBreak(v));
    const hasFindings = (turn.set.peekPeriod(key)?.findings.length ?? 0) > 0;
    return mayBreak || hasFindings ? [{ key, mayBreak, turn }] : [];
  });
}

/** The day from which on the channel of a reading is in force, as an instant; 0 where the registry says none. */
function channelFrom(index: RegistryIndex, { mn, factor, outlet, at }: Reading): number {
  const channels = index.channelsByFactor.get(`${mn}|${factor}`) ?? [];
  const from = channels.find((c) => c.outlet === outlet && isRowInForce(c, at))?.validFrom;
  return from === undefined ? 0 : startOfBeijingDate(from as BeijingDate);
}
