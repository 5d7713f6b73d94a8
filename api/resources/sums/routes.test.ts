import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, HOUR, type Instant, plus, startOfBeijingDay } from "../../../core/time.ts";
import { SumDays } from "../../../judge/sum-days.ts";
import { type ApiFixture, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { anHour as known } from "../../../tests/support/hour-facts.ts";
import { T0 } from "../../../tests/support/records-facts.ts";
import type { MassWire, OpenedHoursWire, RatesWire } from "./schema.ts";

/** 23 November 2026; it is 08:00. */
const TODAY = startOfBeijingDay(T0);
const YESTERDAY = plus(TODAY, -DAY);
const MIDNIGHT = { from: "2026-11-22", to: "2026-11-23" };

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  const plants = twoPlants();
  const flow = { outlet: "e1-DA001", device: "SIM", factor: "a00000", pollutant: "a00000", unit: "m3/h" };
  const amount = { pollutant: "a21026", tonnes: 2, source: "排污许可证", validFrom: "2026-01-01" } as never;
  const registry = {
    ...plants,
    enterprises: plants.enterprises.map((e) => (e.id === "e1" ? { ...e, annualAmounts: [amount] } : e)),
    channels: [...plants.channels, flow],
  };
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry }] });
});
afterEach(() => fixture.api.close());

type Hour = Parameters<typeof known>[0];

function so2(start: Instant, over: Hour = {}) {
  return known({ start, heardAt: plus(start, HOUR), value: 100, ...over });
}

/** 100 mg/m³ × 100,000 m³/h are 10 kg an hour. */
function flow(start: Instant, over: Hour = {}) {
  return so2(start, { pollutant: "a00000", value: 100_000, unit: "m3/h", ...over });
}

function hoursFrom(start: Instant, count: number): readonly Instant[] {
  return Array.from({ length: count }, (_, n) => plus(start, n * HOUR));
}

async function get<T>(path: string, query: Record<string, string>, who: Parameters<ApiFixture["as"]>[0] = "admin"): Promise<T> {
  const answer = await fixture.as(who, "GET", `/api/v1/${path}?${new URLSearchParams(query)}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<T>();
}

async function sumAll(): Promise<void> {
  const { records } = fixture;
  const sums = new SumDays({ records, registry: () => index, clock: { kind: "manual", now: () => plus(T0, 2 * HOUR) } });
  const { indexRegistry } = await import("../../../core/registry/grid.ts");
  const version = await records.registryAt(9);
  if (version === undefined) throw new Error("no registry");
  const index = indexRegistry(version.registry);
  await sums.look();
}

const rate = (numerator: number, denominator: number) => ({ numerator, denominator, rate: numerator / denominator });

// Behaviour
test("a day of which four hours came late, two never and one is flagged has its rates as they were and after back-fill, whether it is summed yet or not", async () => {
  const [late, timely] = [hoursFrom(YESTERDAY, 4), hoursFrom(plus(YESTERDAY, 4 * HOUR), 18)];
  const periods = [
    ...late.map((start) => so2(start, { heardAt: plus(start, 9 * HOUR) })),
    ...timely.map((start, n) => so2(start, n === 0 ? { flag: "D" } : {})),
  ];
  await fixture.commit({ periods });

  const fresh = await get<RatesWire>("rates", { period: "day", ...MIDNIGHT, outlet: "e1-DA001" });
  await sumAll();
  const summed = await get<RatesWire>("rates", { period: "day", ...MIDNIGHT, outlet: "e1-DA001" });

  expect(fresh).toEqual(summed);
  expect(await fixture.records.daySums.toSum({ from: YESTERDAY, to: TODAY }, 9)).toEqual([]);
  expect(fresh.waiting).toBe(false);
  expect(fresh.items).toMatchObject([
    {
      by: "outlet",
      id: "e1-DA001",
      enterprise: { id: "e1", name: "演示水泥厂" },
      period: { start: "2026-11-21T16:00:00.000Z", end: "2026-11-22T16:00:00.000Z" },
      transmission: rate(22, 24),
      validity: rate(21, 24),
      effective: (22 / 24) * (21 / 24),
      instant: { transmission: rate(18, 24), validity: rate(17, 24) },
    },
  ]);
});

test("hours are due from the first that was ever heard of, in the running day up to the last complete one, and not after the outlet's end", async () => {
  await fixture.commit({ periods: hoursFrom(plus(YESTERDAY, 20 * HOUR), 12).map((start) => so2(start)) });

  // 08:00: the hour until 07:00 is complete; those from 00:00 on are seven.
  const month = await get<RatesWire>("rates", { from: "2026-11-01", to: "2026-12-01", outlet: "e1-DA001" });
  expect(month.items[0]).toMatchObject({ transmission: rate(11, 11) });
  const day = await get<RatesWire>("rates", { period: "day", from: "2026-11-23", to: "2026-11-24", outlet: "e1-DA001" });
  expect(day.items[0]).toMatchObject({ transmission: rate(7, 7) });
  const before = await get<RatesWire>("rates", { period: "day", from: "2026-11-20", to: "2026-11-21", outlet: "e1-DA001" });
  expect(before.items[0]).toMatchObject({ transmission: { numerator: 0, denominator: 0, rate: null }, effective: null });

  const plants = twoPlants();
  const outlets = plants.outlets.map((o) => ({ ...o, validTo: "2026-11-23" as never }));
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...plants, outlets } }] });
  const ended = await get<RatesWire>("rates", { from: "2026-11-01", to: "2026-12-01", outlet: "e1-DA001" });
  expect(ended.items[0]?.transmission.denominator).toBe(4);
});

// Behaviour
test("a day that came late, after it was summed, is counted anew and not twice", async () => {
  await fixture.commit({ periods: hoursFrom(YESTERDAY, 12).map((start) => so2(start)) });
  await sumAll();
  await fixture.commit({ periods: hoursFrom(plus(YESTERDAY, 12 * HOUR), 6).map((start) => so2(start, { heardAt: T0 })) });

  const { items } = await get<RatesWire>("rates", {
    period: "quarter",
    from: "2026-11-22",
    to: "2026-11-23",
    outlet: "e1-DA001",
  });

  // The quarter until 07:00 of the 23rd: 24 hours of the 22nd and seven of today.
  expect(items[0]).toMatchObject({ transmission: rate(18, 31), instant: { transmission: rate(12, 31) } });
});

test("an enterprise counts its outlets together, a cell all below it; who works in one street reads those of no other", async () => {
  const day = { period: "day", ...MIDNIGHT };
  await fixture.commit({
    periods: [
      ...hoursFrom(YESTERDAY, 24).map((s) => so2(s)),
      ...hoursFrom(YESTERDAY, 12).map((s) => so2(s, { outlet: "e2-DA001" })),
    ],
  });

  const cells = await get<RatesWire>("rates", { ...day, by: "cell" });
  expect(cells.items.map(({ id, transmission }) => [id, transmission.numerator, transmission.denominator])).toEqual([
    ["g1", 36, 48],
    ...[
      ["g2-1", 24, 24],
      ["g3-1", 24, 24],
      ["g4-1", 24, 24],
    ],
    ...[
      ["g2-2", 12, 24],
      ["g3-2", 12, 24],
      ["g4-2", 12, 24],
    ],
  ]);
  const street = { roles: ["street-officer"], cells: ["g2-1"] } as const;
  const own = await get<RatesWire>("rates", { ...day, by: "cell" }, street);
  expect(own.items.map(({ id }) => id)).toEqual(["g2-1", "g3-1", "g4-1"]);
  const enterprises = await get<RatesWire>(
    "rates",
    { ...day, by: "enterprise" },
    { roles: ["enterprise-specialist"], enterprise: "e2" },
  );
  expect(enterprises.items).toMatchObject([{ id: "e2", transmission: rate(12, 24), enterprise: null }]);
});

// Behaviour
test("mass by hand: 22 measured hours of 10 kg, one flagged that counts as 10 kg, one stopped: 230 kg of a permitted 2 t are 11.5 %", async () => {
  const hours = hoursFrom(YESTERDAY, 24);
  const today = hoursFrom(TODAY, 7).flatMap((start) => [so2(start), flow(start)]);
  const periods = hours.flatMap((start, n) => [so2(start, n === 5 ? { flag: "D" } : n === 6 ? { flag: "F" } : {}), flow(start)]);
  await fixture.commit({ periods: [...periods, ...today] });
  await sumAll();

  const { items, annual, waiting } = await get<MassWire>("mass", { enterprise: "e1", period: "day", ...MIDNIGHT });

  expect(items).toEqual([
    {
      outlet: "e1-DA001",
      name: "窑尾",
      pollutant: "a21026",
      period: { start: "2026-11-21T16:00:00.000Z", end: "2026-11-22T16:00:00.000Z" },
      kg: 230,
      substitutedKg: 10,
      hours: { measured: 22, substituted: 1, stopped: 1, undecided: 0 },
    },
  ]);
  expect(waiting).toBe(false);
  // With seven hours of today: 300 kg in 31 hours.
  const days = (Date.parse("2026-12-31T16:00:00Z") - Date.parse("2026-11-22T23:00:00Z")) / HOUR;
  expect(annual[0]).toMatchObject({ outlet: null, name: "演示水泥厂", year: 2026, permittedTonnes: 2, source: "排污许可证" });
  expect(annual[0]).toMatchObject({ kg: 300, share: 0.15 });
  expect(annual[0]?.expectedKg).toBeCloseTo(300 + (300 / 31) * days, 6);
  expect(annual[1]).toMatchObject({ outlet: "e1-DA001", kg: 300, permittedTonnes: null, share: null });
});

test("both figures of a rate and a mass open their hours", async () => {
  const [first, second] = hoursFrom(YESTERDAY, 2) as [Instant, Instant];
  await fixture.commit({ periods: [so2(first), flow(first), so2(second, { flag: "D", heardAt: T0 }), flow(second)] });

  const { items } = await get<OpenedHoursWire>("outlets/e1-DA001/hours", MIDNIGHT);
  const [flows, sulphur] = items;

  expect(items.map(({ pollutant, hours }) => [pollutant, hours.length])).toEqual([
    ["a00000", 24],
    ["a21026", 24],
  ]);
  expect(sulphur?.hours.slice(0, 3)).toEqual([
    { start: "2026-11-21T16:00:00.000Z", kind: "valid", timely: true, mass: "measured", kg: 10 },
    { start: "2026-11-21T17:00:00.000Z", kind: "flagged", timely: false, mass: "undecided", kg: null },
    { start: "2026-11-21T18:00:00.000Z", kind: "absent", timely: false, mass: "undecided", kg: null },
  ]);
  expect(flows?.hours[0]).toMatchObject({ kind: "valid", mass: null, kg: null });
  const one = await get<OpenedHoursWire>("outlets/e1-DA001/hours", { ...MIDNIGHT, pollutant: "a21026" });
  expect(one.items).toHaveLength(1);
});

test("what is asked wrongly is told, and outlets of others are not found", async () => {
  const status = async (path: string, who: Parameters<ApiFixture["as"]>[0] = "admin") =>
    (await fixture.as(who, "GET", `/api/v1/${path}`)).statusCode;
  const street = { roles: ["street-officer"], cells: ["g2-1"] } as const;

  expect(await status("rates?from=2026-11-23&to=2026-11-23")).toBe(400);
  expect(await status("rates?period=day&from=2025-01-01&to=2026-11-23")).toBe(400);
  expect(await status("mass?from=2026-11-22&to=2026-11-23")).toBe(400);
  expect(await status("mass?outlet=e2-DA001&from=2026-11-22&to=2026-11-23", street)).toBe(404);
  expect(await status("outlets/e2-DA001/hours?from=2026-11-22&to=2026-11-23", street)).toBe(404);
  expect(await status("outlets/e1-DA001/hours?from=2026-01-01&to=2026-11-23")).toBe(400);
  expect((await get<MassWire>("mass", { outlet: "e1-DA001", ...MIDNIGHT })).annual).toEqual([]);
});
