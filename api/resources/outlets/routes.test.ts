import { afterEach, beforeEach, expect, test } from "vitest";
import type { Reading } from "../../../core/readings/reading.ts";
import type { PeriodSpan } from "../../../core/records/records.ts";
import { indexRegistry } from "../../../core/registry/grid.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Registry } from "../../../core/registry/registry.ts";
import { type BeijingDate, HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { type ApiFixture, aMessage, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { aVerdict, T0 } from "../../../tests/support/records-facts.ts";
import { NO_NAMES } from "../../../words/names.ts";
import { readSeries, seriesToWire } from "./series.ts";

const ZH = { language: "zh", names: NO_NAMES } as const;

/** The first plant with three rows of its hour mean and a converted day mean, and a second outlet without anything. */
function withLimits(): Registry {
  const plants = twoPlants();
  const limits = plants.limits.flatMap((row) => [
    row,
    ...(row.outlet === "e2-DA001" ? [] : [{ ...row, id: "strict", value: 80 }]),
    ...(row.outlet === "e2-DA001" ? [] : [{ ...row, id: "loose", value: 120 }]),
    ...(row.outlet === "e2-DA001" ? [] : [{ ...row, id: "day", basis: "day-mean" as const, value: 50, converted: true }]),
  ]);
  const bare = { id: "e1-DA002", enterprise: "e1", code: "DA002", name: "窑头", kind: "stack" } as const;
  return { ...plants, limits, outlets: [...plants.outlets, bare] };
}

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: withLimits() }] });
});
afterEach(() => fixture.api.close());

let seq = 0;
async function arrives(at: Instant, reading: Partial<Reading>): Promise<void> {
  seq += 1;
  const message = aMessage(seq, "e1-DA001", 60, at);
  await fixture.intake.apply([{ ...message, readings: message.readings.map((r) => ({ ...r, ...reading })) }], seq);
}
const read = async (path: string) => (await fixture.as("admin", "GET", `/api/v1/outlets${path}`)).json();

// Behaviour
test("what has no limit has no state while it is heard, in a list and alone, and no row on the board", async () => {
  await arrives(T0, { outlet: "e1-DA002", value: 900 });
  const { items } = await read("");

  expect(items.map((o: { readonly id: string; readonly state: unknown }) => [o.id, o.state])).toEqual([
    ["e1-DA001", "offline"],
    ["e2-DA001", "offline"],
    ["e1-DA002", null],
  ]);
  expect(await read("/e1-DA002")).toMatchObject({ state: null, latest: [{ value: 900, limit: null }] });
  const board = await fixture.as("admin", "GET", "/api/v1/board?outlet=e1-DA002");
  expect(board.json()).toMatchObject({ items: [], counts: { ok: 0, total: 0 } });
});

test("a limit that is not in force any more gives no state", async () => {
  const plants = twoPlants();
  const limits = plants.limits.map((row) => ({ ...row, validTo: "2026-01-01" as BeijingDate }));
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...plants, limits } }] });
  await arrives(T0, { value: 900 });

  expect(await read("/e1-DA001")).toMatchObject({ state: null, latest: [{ limit: null, share: null }] });
});

test("the budget counts against the strictest row of a limit, of a day with the converted hours that are usable", async () => {
  await arrives(plus(T0, -4 * HOUR), { basis: "hour", value: 900, converted: 900, flag: "D" });
  await arrives(plus(T0, -3 * HOUR), { basis: "hour", value: 900 });
  await arrives(plus(T0, -2 * HOUR), { basis: "hour", value: 30, converted: 40 });
  await arrives(plus(T0, -HOUR), { basis: "hour", value: 40, converted: 60 });
  await arrives(T0, { value: 60 });
  fixture.pass(30 * MINUTE);

  const { items } = await read("/e1-DA001/budget");

  // Half of the hour at 60 leaves (80 · 60 − 60 · 30) / 30 = 100; the day stands at its limit.
  expect(items).toEqual([
    {
      ...{ pollutant: "a21026", basis: "hour-mean", unit: "mg/m3", periodStart: "2026-11-23T00:00:00.000Z", limit: 80 },
      ...{ meanSoFar: 60, minutesLeft: 30, allowedMean: 100, willExceed: false },
    },
    {
      ...{ pollutant: "a21026", basis: "day-mean", unit: "mg/m3", periodStart: "2026-11-22T16:00:00.000Z", limit: 50 },
      ...{ meanSoFar: 50, minutesLeft: 930, allowedMean: 50, willExceed: true },
    },
  ]);
});

test("where minute means came, the budget of the hour counts them and not the realtime values", async () => {
  await arrives(T0, { value: 60 });
  await arrives(T0, { basis: "minute", value: 90 });
  fixture.pass(30 * MINUTE);

  const { items } = await read("/e1-DA001/budget");

  expect(items[0]).toMatchObject({ meanSoFar: 90, allowedMean: 70, willExceed: true });
});

test("a series of hours says of each hour how it was judged, and of one not yet judged whether its flag lets it count", async () => {
  await arrives(plus(T0, -2 * HOUR), { basis: "hour", value: 90 });
  await arrives(plus(T0, -HOUR), { basis: "hour", value: 91, flag: "D" });
  await fixture.commit({ verdicts: [aVerdict({ start: plus(T0, -2 * HOUR) })] });

  const { points } = await read("/e1-DA001/series?pollutant=a21026&basis=hour&from=2026-11-22T16:00:00Z&to=2026-11-23T00:00:00Z");

  expect(points).toMatchObject([
    { at: "2026-11-22T22:00:00.000Z", value: 90, validity: "valid", verdict: "exceeding", limit: 80 },
    { at: "2026-11-22T23:00:00.000Z", value: 91, validity: "flagged", verdict: null, limit: 80 },
  ]);
});

test("a range is bounded by the rows that are read, never by its days", async () => {
  await arrives(T0, { value: 60 });

  const { points, thinned, readTo } = await read(
    "/e1-DA001/series?pollutant=a21026&basis=realtime&from=1990-01-01T00:00:00Z&to=2100-01-01T00:00:00Z",
  );

  expect({ values: points.map((p: { value: number }) => p.value), thinned, readTo }).toEqual({
    ...{ values: [60], thinned: false, readTo: null },
  });
});

// Behaviour
test("what a device says beside a value is shown with it in the series and with the newest value, and nothing where it said nothing", async () => {
  const beside = { rawMean: 61.5, sampledAt: plus(T0, -10 * MINUTE), vendorFlag: "A01", backfilled: true } as const;
  await arrives(plus(T0, -HOUR), { basis: "hour", value: 59 });
  await arrives(T0, { basis: "hour", value: 60, ...beside });

  const { points } = await read("/e1-DA001/series?pollutant=a21026&basis=hour&from=2026-11-22T16:00:00Z&to=2026-11-24T00:00:00Z");
  const { latest } = await read("/e1-DA001");

  const shown = { rawMean: 61.5, sampledAt: "2026-11-22T23:50:00.000Z", vendorFlag: "A01", backfilled: true };
  expect(points.map((point: { beside?: object }) => point.beside)).toEqual([undefined, shown]);
  expect(latest).toMatchObject([{ value: 60, beside: shown }]);
});

test("where the bound of rows ends the reading, the answer says up to where it was read", async () => {
  const query = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", from: T0, to: plus(T0, 9 * HOUR) } as const;
  const point = { at: T0, value: 60, flag: "N", revision: 0 };
  const outline = { points: [point], thinned: true, readTo: plus(T0, 2 * HOUR) };
  const wire = seriesToWire(
    query,
    { outline, beside: new Map(), verdicts: [] },
    { index: indexRegistry(withLimits()), telling: ZH },
  );

  expect(wire).toMatchObject({ thinned: true, readTo: "2026-11-23T02:00:00.000Z", points: [{ value: 60, limit: 80 }] });
});

test("verdicts of a long range are read in pages, and only those of the points that are shown are kept", async () => {
  const hours = Array.from({ length: 12_000 }, (_, i) => plus(T0, i * HOUR));
  const asked: number[] = [];
  const records = {
    verdicts: async ({ from, limit = 0 }: PeriodSpan) => {
      const page = hours.filter((at) => at >= from).slice(0, limit);
      asked.push(page.length);
      return page.map((start) => aVerdict({ start }));
    },
  };
  const points = hours.filter((_, i) => i % 100 === 0).map((at) => ({ at, value: 1, flag: "N", revision: 0 }));
  const intake = { outline: async () => ({ points, thinned: true }), series: async () => [] };
  const query = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", from: T0, to: plus(T0, 12_000 * HOUR) } as const;

  const { verdicts } = await readSeries(query, { intake, records }, () => true);

  expect(asked).toEqual([5000, 5000, 2000]);
  expect(verdicts.map(({ start }) => start)).toEqual(points.map(({ at }) => at));
});

test("an outlet that nothing measures or limits is offline and empty, and a series of it has the usual unit", async () => {
  const series = (pollutant: string) =>
    read(`/e1-DA002/series?pollutant=${pollutant}&basis=hour&from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z`);

  expect(await read("/e1-DA002")).toMatchObject({ state: "offline", ageSeconds: null, latest: [], judged: [], pollutants: [] });
  expect(await series("a21026")).toMatchObject({ unit: "mg/m3", points: [] });
  expect(await series("a99999")).toMatchObject({ unit: "", points: [] });
});

// Behaviour
test("a value beside a limit says which readings that limit is about: a moment beside the limit of an hour mean", async () => {
  await arrives(T0, { value: 60 });

  expect((await read("/e1-DA001")).latest).toMatchObject([
    { pollutant: "a21026", basis: "realtime", limit: 80, limitReadingBasis: "hour", share: 0.75 },
  ]);
});

test("a value without a limit stands beside the others without one, and its age is no older than the newest's", async () => {
  await arrives(T0, { value: 60 });
  await arrives(plus(T0, -5 * MINUTE), { pollutant: "a21002", value: 7 });

  const outlet = await read("/e1-DA001");
  const board = (await fixture.as("admin", "GET", "/api/v1/board?outlet=e1-DA001")).json();

  expect(outlet.ageSeconds).toBe(0);
  expect(outlet.latest).toContainEqual(
    expect.objectContaining({ pollutant: "a21002", value: 7, unit: "mg/m3", limit: null, limitId: null, share: null }),
  );
  expect(board.items.map((row: { value: { pollutant: string } }) => row.value.pollutant)).toEqual(["a21026"]);
});

test("outlets are asked for by enterprise, by cell and by id; a cell stands for everything below it", async () => {
  const idsOf = async (query: string) => (await read(query)).items.map((o: { id: string }) => o.id);

  expect(await idsOf("?enterprise=e2")).toEqual(["e2-DA001"]);
  expect(await idsOf("?cell=g2-1")).toEqual(["e1-DA001", "e1-DA002"]);
  expect(await idsOf("?cell=no-such-cell")).toEqual([]);
});

test("an empty series says why in the words of the reader, with what to do", async () => {
  await arrives(plus(T0, -2 * HOUR), { basis: "hour", value: 60 });
  const span = (hours: number) => {
    const [from, to] = [hours, hours + 1].map((n) => new Date(plus(T0, n * HOUR)).toISOString());
    return `from=${from}&to=${to}`;
  };
  const why = async (query: string) => (await read(`/e1-DA001/series?${query}`)).empty;
  const hour = (hours: number) => why(`pollutant=a21026&basis=hour&${span(hours)}`);

  expect(await hour(-2)).toBeNull();
  expect(await hour(-1)).toEqual({
    ...{ code: "silent-since", facts: { basis: "hour", since: "2026-11-22T22:00:00.000Z" } },
    message: "数采仪自 2026-11-23 06:00 起没有再上报小时均值",
    todo: "请在设备页查看数采仪；恢复后可以补要这段时间的数据。",
  });
  expect((await hour(-9)).code).toBe("before-first");
  expect((await hour(1)).code).toBe("future");
  expect(await why(`pollutant=a21026&basis=day&${span(-1)}&lang=en`)).toMatchObject({
    ...{ code: "other-basis", message: "No day mean of this pollutant has ever come; there are others: hour mean" },
  });
  expect((await why(`pollutant=a21002&basis=hour&${span(-1)}`)).code).toBe("not-measured");
  await arrives(plus(T0, -4 * HOUR), { basis: "hour", value: 60 });
  expect((await hour(-3)).code).toBe("gap");
});

test("an outlet is measured from the first of its channels to the last, and never outside its own time", async () => {
  const registry = withLimits();
  const channels = (spans: readonly object[]) =>
    spans.map((span) => ({ ...registry.channels.find((c) => c.outlet === "e1-DA001"), ...span })) as Registry["channels"];
  const why = async (outlet: object, spans: readonly object[], day: string) => {
    seq += 1;
    const outlets = registry.outlets.map((o) => (o.id === "e1-DA001" ? { ...o, ...outlet } : o));
    await fixture.commit({
      registries: [{ seq: seq + 1, at: T0, registry: { ...registry, outlets, channels: channels(spans) } }],
    });
    const range = `from=${day}T00:00:00%2B08:00&to=${day}T23:00:00%2B08:00`;
    const { code, facts } = (await read(`/e1-DA001/series?pollutant=a21026&basis=hour&${range}`)).empty;
    return [code, ...Object.values(facts)];
  };
  const two = [
    { validFrom: "2026-11-10", validTo: "2026-11-12" },
    { validFrom: "2026-11-11", validTo: "2026-11-14" },
  ];

  expect(await why({}, two, "2026-11-09")).toEqual(["before-registered", "2026-11-10"]);
  expect(await why({}, two, "2026-11-13")).toEqual(["nothing-yet"]);
  expect(await why({}, two, "2026-11-14")).toEqual(["after-end", "2026-11-14"]);
  expect(await why({ validFrom: "2026-11-12" }, [{}, ...two], "2026-11-11")).toEqual(["before-registered", "2026-11-12"]);
  expect(await why({ validTo: "2026-11-13" }, [{}], "2026-11-13")).toEqual(["after-end", "2026-11-13"]);
});

test("limits are asked for by outlet and by pollutant", async () => {
  const limitsOf = async (query: string) =>
    (await fixture.as("admin", "GET", `/api/v1/limits?${query}`)).json().items.map((l: { id: string }) => l.id);

  expect(await limitsOf("outlet=e2-DA001")).toEqual(["e2-so2"]);
  expect(await limitsOf("pollutant=a21002")).toEqual([]);
});

test("the limits of a span are those in force at some time of it, each with the readings that it is about", async () => {
  const registry = withLimits();
  const [first] = registry.limits;
  const row = (id: string, validFrom: string, validTo: string | null, basis: Limit["basis"]): Limit =>
    ({ ...first, id, validFrom, validTo, basis, pollutant: "a21026" }) as Limit;
  const limits = [
    row("before", "2025-01-01", "2026-11-10", "hour-mean"),
    row("between", "2026-11-10", "2026-11-20", "hour-mean"),
    row("after", "2026-11-20", null, "hour-mean"),
    row("later", "2026-12-01", null, "day-mean"),
  ];
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...registry, limits } }] });
  const limitsOf = async (query: string) => (await fixture.as("admin", "GET", `/api/v1/limits?outlet=e1-DA001&${query}`)).json();
  const rowsOf = async (query: string) =>
    (await limitsOf(query)).items.map((l: { id: string; readingBasis: string }) => `${l.id} ${l.readingBasis}`);

  // Beijing days: 16:00 UTC is midnight there.
  expect(await rowsOf("from=2026-11-09T15:59:59Z&to=2026-11-30T16:00:00Z")).toEqual([
    "before hour",
    "between hour",
    "after hour",
  ]);
  expect(await rowsOf("from=2026-11-09T16:00:00Z&to=2026-11-19T16:00:00Z")).toEqual(["between hour"]);
  expect(await rowsOf("from=2026-11-30T16:00:00Z&to=2026-11-30T16:00:00.001Z")).toEqual(["after hour", "later day"]);
  expect((await limitsOf("from=2026-11-09T16:00:00Z")).code).toBe("invalid-query");
  expect((await limitsOf("from=2026-11-09T16:00:00Z&to=2026-11-09T16:00:00Z")).code).toBe("invalid-query");
});

// Behaviour
test("a realtime value has the limit of its moment beside it in a series, and never that of an hour", async () => {
  await arrives(T0, { pollutant: "a21026", value: 60 });
  const span = "from=2026-11-22T00:00:00Z&to=2026-11-24T00:00:00Z";
  const limitsOf = async () =>
    (await read(`/e1-DA001/series?pollutant=a21026&basis=realtime&${span}`)).points.map((p: { limit: number | null }) => p.limit);

  expect(await limitsOf()).toEqual([null]);
  const registry = withLimits();
  const momentary = registry.limits
    .slice(0, 1)
    .map((limit) => ({ ...limit, id: "momentary", basis: "instant" as const, value: 300 }));
  await fixture.commit({
    registries: [{ seq: 2, at: T0, registry: { ...registry, limits: [...registry.limits, ...momentary] } }],
  });
  expect(await limitsOf()).toEqual([300]);
});

/** The first plant under one more row that may not judge: not confirmed, or of a boundary on a stack. */
async function under(row: Partial<Limit>): Promise<void> {
  const registry = withLimits();
  const [first] = registry.limits.map((limit) => ({ ...limit, id: "no-limit", pollutant: "a21002", value: 10, ...row }));
  const channels = [
    ...registry.channels,
    ...registry.channels.slice(0, 1).map((c) => ({ ...c, factor: "a21002", pollutant: "a21002" })),
  ];
  const limits = first === undefined ? [] : [...registry.limits, first];
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...registry, channels, limits } }] });
}

test.each([
  ["that nobody has confirmed (S)", { confidence: "S" }],
  ["that is guessed (G)", { confidence: "G" }],
  ["of a boundary on a stack", { basis: "boundary-hour-mean" }],
] as const)("a row %s is shown nowhere as a limit", async (_what, row) => {
  await under(row);
  await arrives(T0, { pollutant: "a21002", value: 60 });
  await arrives(plus(T0, -HOUR), { pollutant: "a21002", basis: "hour", value: 60 });

  const outlet = await read("/e1-DA001");
  const series = await read("/e1-DA001/series?pollutant=a21002&basis=hour&from=2026-11-22T00:00:00Z&to=2026-11-24T00:00:00Z");
  const budget = await read("/e1-DA001/budget");
  const board = (await fixture.as("admin", "GET", "/api/v1/board?outlet=e1-DA001")).json();
  const limits = (await fixture.as("admin", "GET", "/api/v1/limits?outlet=e1-DA001&pollutant=a21002")).json();

  expect(outlet.latest).toContainEqual(expect.objectContaining({ pollutant: "a21002", limit: null, limitId: null, share: null }));
  expect(series.points.map((point: { limit: number | null }) => point.limit)).toEqual([null]);
  expect(budget.items.map((item: { pollutant: string }) => item.pollutant)).toEqual(["a21026", "a21026"]);
  expect(board.items).toEqual([]);
  expect(limits.items).toEqual([]);
});

test("a period of which nothing is said any more has no stale word in its series", async () => {
  const start = plus(T0, -HOUR);
  await arrives(start, { basis: "hour", value: 60, flag: "D" });
  const nothing = { verdict: null, validity: "valid", value: null, limitId: null, limitValue: null } as const;
  await fixture.commit({ verdicts: [aVerdict({ outlet: "e1-DA001", start, ...nothing })] });

  const series = await read("/e1-DA001/series?pollutant=a21026&basis=hour&from=2026-11-22T00:00:00Z&to=2026-11-24T00:00:00Z");

  expect(series.points).toMatchObject([{ verdict: null, validity: "flagged" }]);
});
