import { hourOf } from "../../../core/judging/day-sum.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { formatIso, HOUR, type Instant, instant, type Period, plus, startOfBeijingDay } from "../../../core/time.ts";
import { completeUpTo } from "../../../rules/sums/rates.ts";
import { massOfOutlets } from "./mass.ts";
import { readSums, type SumsReading } from "./read-sums.ts";
import type { OpenedHoursWire } from "./schema.ts";

type Opened = OpenedHoursWire["items"][number];

/** The complete hours of an outlet that rates and masses of a span are made of, of each pollutant. */
export async function openHours(
  outlet: Outlet,
  span: Period,
  { pollutant: wanted, ...reading }: SumsReading & { readonly pollutant?: string | undefined },
): Promise<readonly Opened[]> {
  const to = instant(Math.min(span.end, completeUpTo(reading.now)));
  const { sums } = await readSums({ outlets: [outlet.id], from: span.start, to: span.end }, reading);
  const { series } = await massOfOutlets([outlet], span, reading);
  const pollutants = [...new Set(sums.map((sum) => sum.pollutant))].filter((one) => wanted === undefined || one === wanted);
  return pollutants.map((pollutant) => {
    const letters = new Map(sums.filter((sum) => sum.pollutant === pollutant).map((sum) => [sum.day, sum.hours]));
    const masses = series.find((one) => one.pollutant === pollutant)?.masses ?? [];
    const massAt = new Map(masses.map((mass) => [mass.start, mass]));
    return { pollutant, hours: startsWithin(span.start, to).map((start) => hourAt(start)) };

    function hourAt(start: Instant): Opened["hours"][number] {
      const day = startOfBeijingDay(start);
      const { kind, isTimely } = hourOf(letters.get(day)?.[(start - day) / HOUR] ?? ".");
      const mass = massAt.get(start);
      const kg = mass !== undefined && "kg" in mass ? mass.kg : null;
      return { start: formatIso(start), kind, timely: kind !== "absent" && isTimely, mass: mass?.is ?? null, kg };
    }
  });
}

function startsWithin(from: Instant, to: Instant): readonly Instant[] {
  return Array.from({ length: Math.max(0, (to - from) / HOUR) }, (_, n) => plus(from, n * HOUR));
}
