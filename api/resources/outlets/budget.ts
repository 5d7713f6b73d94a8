import { type BudgetSample, meanBudget } from "../../../core/judging/hour-budget.ts";
import type { IntakeView } from "../../../core/readings/intake.ts";
import { type Basis, isUsableFlag, type StoredReading } from "../../../core/readings/reading.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import { isInForce, type Limit } from "../../../core/registry/limit.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import {
  beijingDate,
  DAY,
  formatIso,
  HOUR,
  type Instant,
  type Period,
  plus,
  startOfBeijingDate,
  startOfHour,
} from "../../../core/time.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import type { BudgetWire } from "./schema.ts";
import { paceOf } from "./wire.ts";

type BudgetItem = BudgetWire["items"][number];

/** A limit that a mean of an hour or a day must not pass. */
export type MeanLimit = Limit & { readonly value: number; readonly basis: BudgetItem["basis"] };

/**
 * For every limit on a mean in force: how much of it the running hour or day has left. The strictest of several rows
 * counts.
 */
export async function outletBudget(
  outlet: Outlet,
  index: RegistryIndex,
  { now, intake }: { readonly now: Instant; readonly intake: IntakeView },
): Promise<BudgetWire> {
  const pace = paceOf(outlet, index).minuteMinutes;
  const items = await Promise.all(
    meanLimits(outlet, index, now).map(async (limit) => budgetOf(limit, now, await samplesRead(limit, pace, { now, intake }))),
  );
  return { items, next: null };
}

/** The limits on a mean in force at an outlet, of several rows of a pollutant and basis the strictest. */
export function meanLimits(outlet: Outlet, index: RegistryIndex, now: Instant): readonly MeanLimit[] {
  const rows = [...(index.limitedAtOutlet.get(outlet.id) ?? [])]
    .flatMap((pollutant) => shownLimits(index, outlet.id, pollutant))
    .filter((limit) => isInForce(limit, now))
    .filter(hasMean);
  const strictest = new Map<string, MeanLimit>();
  for (const row of rows) {
    const key = `${row.pollutant}|${row.basis}`;
    const known = strictest.get(key);
    if (known === undefined || row.value < known.value) strictest.set(key, row);
  }
  return [...strictest.values()];
}

/** What is left of the running period under a limit, by what was measured in it. */
export function budgetOf(limit: MeanLimit, now: Instant, samples: readonly BudgetSample[]): BudgetItem {
  const period = runningPeriod(limit, now);
  return {
    pollutant: limit.pollutant,
    basis: limit.basis,
    unit: limit.unit,
    periodStart: formatIso(period.start),
    limit: limit.value,
    ...meanBudget({ period, now, limit: limit.value, samples }),
  };
}

function hasMean(limit: Limit): limit is MeanLimit {
  return (
    limit.comparator === "<=" &&
    limit.value !== undefined &&
    ["hour-mean", "boundary-hour-mean", "day-mean"].includes(limit.basis)
  );
}

async function samplesRead(
  limit: MeanLimit,
  minuteMinutes: number,
  { now, intake }: { readonly now: Instant; readonly intake: IntakeView },
): Promise<readonly BudgetSample[]> {
  const period = runningPeriod(limit, now);
  const read: ReadBasis = (basis) =>
    intake.series({ outlet: limit.outlet, pollutant: limit.pollutant, basis, from: period.start, to: period.end });
  return limit.basis === "day-mean" ? samplesOf(await read("hour"), limit, 60) : hourSamples(read, limit, minuteMinutes);
}

type ReadBasis = (basis: Basis) => Promise<readonly StoredReading[]>;

/** Minute data when there are any, else realtime values, each counting alike. */
async function hourSamples(read: ReadBasis, limit: Limit, minuteMinutes: number): Promise<readonly BudgetSample[]> {
  const minutes = samplesOf(await read("minute"), limit, minuteMinutes);
  return minutes.length > 0 ? minutes : samplesOf(await read("realtime"), limit, 1);
}

/** Usable values only; where the limit asks for the converted value, those that came without one are left out. */
function samplesOf(readings: readonly StoredReading[], limit: Limit, minutes: number): readonly BudgetSample[] {
  return readings.flatMap((reading) => {
    const value = limit.converted === true ? reading.converted : reading.value;
    return value === undefined || !isUsableFlag(reading.flag) ? [] : [{ at: reading.at, minutes, value }];
  });
}

/** The hour or the day of which the limit is, as far as it has come. */
function runningPeriod({ basis }: Pick<MeanLimit, "basis">, now: Instant): Period {
  return basis === "day-mean" ? dayOf(now) : hourOf(now);
}

function hourOf(now: Instant): Period {
  return { start: startOfHour(now), end: plus(startOfHour(now), HOUR) };
}

function dayOf(now: Instant): Period {
  const start = startOfBeijingDate(beijingDate(now));
  return { start, end: plus(start, DAY) };
}
