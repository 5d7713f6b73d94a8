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
type MeanLimit = Limit & { readonly value: number; readonly basis: BudgetItem["basis"] };

/**
 * For every limit on a mean in force: how much of it the running hour or day has left. The strictest of several rows
 * counts.
 */
export async function outletBudget(
  outlet: Outlet,
  index: RegistryIndex,
  at: { readonly now: Instant; readonly intake: IntakeView },
): Promise<BudgetWire> {
  const rows = [...(index.limitedAtOutlet.get(outlet.id) ?? [])]
    .flatMap((pollutant) => shownLimits(index, outlet.id, pollutant))
    .filter((limit) => isInForce(limit, at.now))
    .filter(hasMean);
  const strictest = new Map<string, MeanLimit>();
  for (const row of rows) {
    const key = `${row.pollutant}|${row.basis}`;
    const known = strictest.get(key);
    if (known === undefined || row.value < known.value) strictest.set(key, row);
  }
  const pace = paceOf(outlet, index).minuteMinutes;
  const items = await Promise.all([...strictest.values()].map((limit) => budgetOf(limit, pace, at)));
  return { items, next: null };
}

function hasMean(limit: Limit): limit is MeanLimit {
  return (
    limit.comparator === "<=" &&
    limit.value !== undefined &&
    ["hour-mean", "boundary-hour-mean", "day-mean"].includes(limit.basis)
  );
}

async function budgetOf(
  limit: MeanLimit,
  minuteMinutes: number,
  { now, intake }: { readonly now: Instant; readonly intake: IntakeView },
): Promise<BudgetItem> {
  const period = limit.basis === "day-mean" ? dayOf(now) : hourOf(now);
  const read: ReadBasis = (basis) =>
    intake.series({ outlet: limit.outlet, pollutant: limit.pollutant, basis, from: period.start, to: period.end });
  const isOfDay = limit.basis === "day-mean";
  const samples = isOfDay ? samplesOf(await read("hour"), limit, 60) : await hourSamples(read, limit, minuteMinutes);
  return {
    pollutant: limit.pollutant,
    basis: limit.basis,
    unit: limit.unit,
    periodStart: formatIso(period.start),
    limit: limit.value,
    ...meanBudget({ period, now, limit: limit.value, samples }),
  };
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

function hourOf(now: Instant): Period {
  return { start: startOfHour(now), end: plus(startOfHour(now), HOUR) };
}

function dayOf(now: Instant): Period {
  const start = startOfBeijingDate(beijingDate(now));
  return { start, end: plus(start, DAY) };
}
