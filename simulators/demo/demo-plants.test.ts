import { describe, expect, test } from "vitest";
import { formatBeijing, HOUR, type Instant, instant, parseIso, plus } from "../../core/time.ts";
import { periodReport, realtimeReport } from "../logger/station-reports.ts";
import { createStation, type StationChannel } from "../plant/station.ts";
import { DEMO_PLANTS, type DemoPlant, plantOf } from "./demo-plants.ts";

const DAY_START = parseIso("2026-11-22T17:00:00+08:00") ?? instant(0);
const DAYS = [DAY_START, parseIso("2026-06-03T00:00:00+08:00") ?? instant(0)];

/** The channels of a plant by `outlet|factor`, as on a day with the given start of the declared work. */
function channelsOf(demo: DemoPlant, workStarts: Instant): ReadonlyMap<string, StationChannel> {
  const plant = plantOf(demo, workStarts);
  return new Map(
    plant.stations.flatMap((station) =>
      createStation(plant, station).map((c): [string, StationChannel] => [`${station.outlet}|${c.definition.factor}`, c]),
    ),
  );
}

const EVENTS: Readonly<Record<string, { readonly exceeding: readonly string[]; readonly undeclared: readonly string[] }>> = {
  "e1-DA001|a21002": { exceeding: ["13:00", "14:00", "15:00"], undeclared: [] },
  "e3-B1|a24088": { exceeding: ["09:00", "10:00"], undeclared: ["09:00", "10:00"] },
};
const QUIET = { exceeding: [], undeclared: [] };

describe.each(DEMO_PLANTS.map((p) => [p.name, p] as const))("%s", (_, demo) => {
  test.each(DAYS)("in the 24 hours from %d exactly the intended hours exceed, in truth and as measured", (dayStart) => {
    for (const [name, channel] of channelsOf(demo, plus(dayStart, 48 * HOUR))) {
      if (channel.definition.limit === undefined) continue;
      const hours = Array.from({ length: 24 }, (_, h) => plus(dayStart, h * HOUR));
      const labels = (matches: (start: Instant) => boolean) =>
        hours
          .filter(matches)
          .map((h) => formatBeijing(h).slice(11))
          .sort();
      const { exceeding, undeclared } = EVENTS[name] ?? QUIET;

      expect([name, labels((h) => channel.truth(h).isExceeding)]).toEqual([name, exceeding]);
      expect([name, labels((h) => channel.truth(h).isUndeclared)]).toEqual([name, undeclared]);
      expect([name, labels((h) => isMeasuredAbove(demo, name, h))]).toEqual([name, exceeding]);
      expect(new Set(hours.map((h) => channel.hour(h).mean)).size).toBe(24);
    }
  });
});

/** As the logger of the station says it: the converted mean where there is one. */
function isMeasuredAbove(demo: DemoPlant, name: string, hour: Instant): boolean {
  const channels = [...channelsOf(demo, plus(hour, 48 * HOUR))].filter(([key]) => key.split("|")[0] === name.split("|")[0]);
  const factor = name.split("|")[1] ?? "";
  const limit = channels.find(([key]) => key === name)?.[1].definition.limit?.value ?? Number.NaN;
  const said = periodReport(
    channels.map(([, c]) => c).filter((c) => c.definition.factor === factor || c.definition.model.kind === "oxygen"),
    "hour",
    hour,
  ).values[factor];
  return (said?.converted ?? said?.value ?? Number.NaN) > limit;
}

test("the plant that exceeds stays near its limit all day, and clearly above it while its treatment fails", () => {
  const [cement] = DEMO_PLANTS;
  const nox = cement === undefined ? undefined : channelsOf(cement, DAY_START).get("e1-DA001|a21002");
  const compared = Array.from({ length: 24 }, (_, h) => nox?.truth(plus(DAY_START, h * HOUR)).compared ?? Number.NaN);

  expect(compared.filter((c) => c > 80 && c < 100)).toHaveLength(21);
  expect(compared.filter((c) => c > 125)).toHaveLength(3);
});

test("the declared dust shows three minutes after the start, and passes the limit only in the two whole hours after it", () => {
  const start = parseIso("2026-11-23T10:20:00+08:00") ?? instant(0);
  const sinter = DEMO_PLANTS.find((p) => p.id === "e4");
  const yard = sinter === undefined ? undefined : channelsOf(sinter, start).get("e4-B2|a34001");
  const truth = (hour: number) => yard?.truth(parseIso(`2026-11-23T${hour}:00:00+08:00`) ?? instant(0));

  expect([9, 10, 11, 12, 13].map((h) => truth(h)?.isExceeding)).toEqual([false, false, true, true, false]);
  expect([10, 11, 12].map((h) => truth(h)?.isUndeclared)).toEqual([false, false, false]);
  expect(yard?.sample(plus(start, 5 * 60_000)).value).toBeGreaterThan(1.5 * (yard?.sample(plus(start, 60_000)).value ?? 0));
});

test("a logger converts with the oxygen of the same period and totals with its flow", () => {
  const [cement] = DEMO_PLANTS;
  if (cement === undefined) throw new Error("no plant");
  const plant = plantOf(cement);
  const [stack] = plant.stations;
  if (stack === undefined) throw new Error("no station");
  const hour = periodReport(createStation(plant, stack), "hour", DAY_START).values;
  const now = realtimeReport(createStation(plant, stack), DAY_START).values;

  const { a21002: nox, a19001: oxygen, a00000: flow } = hour;
  // 折算 = 实测 · (21 − 10) / (21 − 实测氧), kg = mg/m³ · m³/s · 3600 s / 10⁶.
  expect(nox?.converted).toBeCloseTo(((nox?.value ?? 0) * 11) / (21 - (oxygen?.value ?? 0)), 1);
  expect(nox?.total).toBeCloseTo(((nox?.value ?? 0) * (flow?.value ?? 0) * 3_600) / 1e6, 1);
  expect(flow?.total).toBeCloseTo((flow?.value ?? 0) * 3_600, -2);
  expect(oxygen).not.toHaveProperty("total");
  expect(now["a21002"]).not.toHaveProperty("total");
  expect(now["a21002"]?.converted).toBeDefined();
});
