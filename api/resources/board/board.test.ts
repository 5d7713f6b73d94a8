import { afterEach, beforeEach, expect, test } from "vitest";
import { instant, MINUTE, plus } from "../../../core/time.ts";
import { type ApiFixture, aMessage, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { aVerdict, T0 } from "../../../tests/support/records-facts.ts";
import type { BoardWire } from "./schema.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  await fixture.intake.apply([aMessage(1, "e1-DA001", 60), aMessage(2, "e2-DA001", 150)], 2);
});
afterEach(() => fixture.api.close());

const board = async (query = "", who: Parameters<ApiFixture["as"]>[0] = "admin"): Promise<BoardWire> =>
  (await fixture.as(who, "GET", `/api/v1/board${query}`)).json<BoardWire>();
const outletsOf = ({ items }: BoardWire): readonly string[] => items.map((row) => row.outlet.id);

test("the board has each pollutant with a limit, the most urgent first, with its budget and its last hour", async () => {
  const { items, counts, newestAt } = await board();

  expect(newestAt).toBe("2026-11-23T00:00:00.000Z");
  expect(items.map((row) => [row.outlet.id, row.state])).toEqual([
    ["e2-DA001", "warning"],
    ["e1-DA001", "ok"],
  ]);
  expect(items[1]).toMatchObject({
    outlet: { name: "窑尾", enterpriseName: "演示水泥厂" },
    value: { pollutant: "a21026", value: 60, limit: 100, share: 0.6 },
    isConverted: false,
    reason: null,
    budget: { basis: "hour-mean", meanSoFar: 60, minutesLeft: 60, willExceed: false },
    trend: [{ at: "2026-11-23T00:00:00.000Z", value: 60 }],
  });
  expect(items[0]?.reason).toEqual({ code: "mean-above", basis: "hour" });
  expect(counts).toEqual({ ok: 1, warning: 1, exceeding: 0, "cannot-judge": 0, offline: 0, total: 2 });
});

test("an hour that was judged exceeding stands above a warning and says which hour it was", async () => {
  await fixture.commit({ verdicts: [aVerdict()] });

  const { items } = await board();

  expect(items[0]).toMatchObject({
    outlet: { id: "e1-DA001" },
    state: "exceeding",
    reason: { code: "hour-exceeding", start: "2026-11-23T00:00:00.000Z", end: "2026-11-23T01:00:00.000Z" },
  });
});

test("an hour above its limit at a plant boundary is a warning that is called a lead, and counts as no exceedance", async () => {
  const registry = twoPlants();
  const outlets = registry.outlets.map((outlet) => ({ ...outlet, kind: "boundary" as const }));
  const limits = registry.limits.map((limit) => ({ ...limit, basis: "boundary-hour-mean" as const }));
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...registry, outlets, limits } }], verdicts: [aVerdict()] });

  const { items, counts } = await board();

  expect(items.find((row) => row.outlet.id === "e1-DA001")).toMatchObject({ state: "warning", reason: { code: "hour-lead" } });
  expect(counts.exceeding).toBe(0);
});

test("states and names filter the rows, and the counts stay those of everything", async () => {
  const warned = await board("?state=warning&state=exceeding");
  expect(outletsOf(warned)).toEqual(["e2-DA001"]);
  expect(warned.counts.total).toBe(2);

  expect(outletsOf(await board(`?q=${encodeURIComponent("水泥")}`))).toEqual(["e1-DA001"]);
  expect(outletsOf(await board(`?q=${encodeURIComponent("sulphur")}`))).toHaveLength(2);
  expect(outletsOf(await board("?q=nothing-of-that-name"))).toEqual([]);
});

test("pages follow one another without a gap, and one outlet can be asked for alone", async () => {
  const first = await board("?limit=1");
  const second = await board(`?limit=1&cursor=${first.next}`);

  expect([...outletsOf(first), ...outletsOf(second)]).toEqual(["e2-DA001", "e1-DA001"]);
  expect(second.next).toBeNull();
  expect(outletsOf(await board("?outlet=e1-DA001"))).toEqual(["e1-DA001"]);
});

test("an enterprise sees and counts its own outlets only", async () => {
  const own = await board("", { roles: ["enterprise-specialist"], enterprise: "e1" });

  expect(outletsOf(own)).toEqual(["e1-DA001"]);
  expect(own.counts.total).toBe(1);
});

test("an outlet that fell silent is offline, whatever its last value was", async () => {
  fixture.pass(60 * MINUTE);

  const { counts, items } = await board();

  expect(counts.offline).toBe(2);
  expect(items.every((row) => row.reason === null)).toBe(true);
});

test("minute means fill the stretches of the last hour where no realtime value came", async () => {
  const at = (minutes: number) => plus(T0, minutes * MINUTE);
  const minute = (n: number, value: number) => {
    const message = aMessage(100 + n, "e1-DA001", value, at(n));
    return { ...message, readings: message.readings.map((r) => ({ ...r, basis: "minute" as const })) };
  };
  await fixture.intake.apply([minute(-40, 51), minute(-30, 52), minute(0, 53)], 100);
  fixture.pass(MINUTE);

  const { items } = await board("?outlet=e1-DA001");

  expect(items[0]?.trend).toEqual([
    { at: new Date(at(-40)).toISOString(), value: 51 },
    { at: new Date(at(-30)).toISOString(), value: 52 },
    { at: new Date(instant(T0)).toISOString(), value: 60 },
  ]);
});
