import type { DaySum } from "../../../core/judging/day-sum.ts";
import { carried } from "../../../core/readings/number-text.ts";
import { GAS_FLOW } from "../../../core/readings/pollutants.ts";
import type { AnnualAmount, Enterprise, Outlet } from "../../../core/registry/registry.ts";
import {
  type BeijingDate,
  beijingDate,
  DAY,
  formatIso,
  type Instant,
  instant,
  type Period,
  plus,
  startOfBeijingDate,
} from "../../../core/time.ts";
import { type CalendarPeriod, periodAt } from "../../../rules/sums/calendar-periods.ts";
import { type HourMass, massOfHours } from "../../../rules/sums/mass-of-hours.ts";
import { massAtEndOfYear, massTotals, totalOf } from "../../../rules/sums/mass-totals.ts";
import { completeUpTo } from "../../../rules/sums/rates.ts";
import { readSums, type SumsReading } from "./read-sums.ts";
import type { AnnualMassWire, MassItem } from "./schema.ts";

/** Substitutes are looked for among 2,160 valid hours, which lie in so many days where half of them are valid. */
const LOOK_BACK = 180 * DAY;

/** The mass of each hour of a series. */
interface SeriesMass {
  readonly outlet: Outlet;
  readonly pollutant: string;
  readonly masses: readonly HourMass[];
}

export interface MassOfOutlets {
  readonly series: readonly SeriesMass[];
  readonly isWaiting: boolean;
}

/** The mass of the hours of a span that are complete, of each pollutant of which a mass is known. */
export async function massOfOutlets(outlets: readonly Outlet[], span: Period, reading: SumsReading): Promise<MassOfOutlets> {
  // The capture rate is that of the quarter as far as it has come, whatever part of it is asked for.
  const to = instant(Math.min(periodAt("quarter", instant(span.end - 1)).end, completeUpTo(reading.now)));
  const asked = { outlets: outlets.map(({ id }) => id), from: plus(span.start, -LOOK_BACK), to };
  const { sums, isWaiting } = await readSums(asked, reading);
  const series = outlets.flatMap((outlet) =>
    seriesOf(sums, outlet).map(({ pollutant, days }) => {
      const isGas = pollutant.startsWith(GAS_FLOW.slice(0, 1));
      return {
        outlet,
        pollutant,
        masses: massOfHours(days, { from: span.start, to, isGas }).filter(({ start }) => start < span.end),
      };
    }),
  );
  return { series: series.filter(({ masses }) => masses.length > 0), isWaiting };
}

function seriesOf(sums: readonly DaySum[], outlet: Outlet) {
  const own = sums.filter((sum) => sum.outlet === outlet.id);
  const weighed = new Set(own.filter((sum) => sum.mass !== undefined).map((sum) => sum.pollutant));
  return [...weighed].map((pollutant) => ({ pollutant, days: own.filter((sum) => sum.pollutant === pollutant) }));
}

/** The mass by periods of the calendar. */
export function massItems(series: readonly SeriesMass[], by: CalendarPeriod): readonly MassItem[] {
  return series.flatMap(({ outlet, pollutant, masses }) =>
    massTotals(masses, by).map(({ period, kg, substitutedKg, hours }) => ({
      outlet: outlet.id,
      name: outlet.name,
      pollutant,
      period: { start: formatIso(period.start), end: formatIso(period.end) },
      kg,
      substitutedKg,
      hours,
    })),
  );
}

/** Whose permitted amount it is. */
type Holder = Pick<Outlet | Enterprise, "id" | "name" | "annualAmounts">;

/**
 * The mass of the running year of each pollutant: of the enterprise, all its outlets together, and of each outlet that
 * has an amount of its own. `series` has the year so far and the days before it that a forecast looks back to.
 */
export function annualMasses(
  series: readonly SeriesMass[],
  enterprise: Enterprise | undefined,
  now: Instant,
): readonly AnnualMassWire[] {
  const whole = enterprise === undefined ? [] : annualOf(enterprise, series, now);
  const outlets = [...new Set(series.map(({ outlet }) => outlet))];
  return [
    ...whole.map((mass) => ({ outlet: null, ...mass })),
    ...outlets.flatMap((outlet) => {
      const own = series.filter((one) => one.outlet === outlet);
      return annualOf(outlet, own, now).map((mass) => ({ outlet: outlet.id, ...mass }));
    }),
  ];
}

function annualOf(holder: Holder, series: readonly SeriesMass[], now: Instant): readonly Omit<AnnualMassWire, "outlet">[] {
  const upTo = completeUpTo(now);
  const year = periodAt("year", instant(upTo - 1));
  const pollutants = [...new Set(series.map((one) => one.pollutant))].sort();
  return pollutants.map((pollutant) => {
    const own = series.filter((one) => one.pollutant === pollutant);
    const kg = own.map(({ masses }) => totalOf(masses.filter(({ start }) => start >= year.start)).kg);
    const expected = own.map(({ masses }) => massAtEndOfYear(masses, upTo));
    const permitted = amountOf(holder, pollutant, upTo);
    const sum = carried(kg.reduce((a, b) => a + b, 0));
    return {
      name: holder.name,
      pollutant,
      year: Number(beijingDate(year.start).slice(0, 4)),
      kg: sum,
      permittedTonnes: permitted?.tonnes ?? null,
      source: permitted?.source ?? null,
      share: permitted === undefined ? null : sum / 1_000 / permitted.tonnes,
      expectedKg: expected.reduce<number | null>((a, b) => (a === null || b === null ? null : carried(a + b)), 0),
    };
  });
}

function amountOf({ annualAmounts = [] }: Holder, pollutant: string, at: Instant): AnnualAmount | undefined {
  return annualAmounts.find(
    (amount) =>
      amount.pollutant === pollutant &&
      startOfBeijingDate(amount.validFrom as BeijingDate) < at &&
      (amount.validTo === undefined || amount.validTo === null || startOfBeijingDate(amount.validTo) >= at),
  );
}
