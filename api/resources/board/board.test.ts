import { setImmediate as othersGoOn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Declaration } from "../../../cases/declaration/declaration.ts";
import { DECLARATIONS } from "../../../cases/declaration/declaration-collection.ts";
import { HOUR, MINUTE, plus } from "../../../core/time.ts";
import { type ApiFixture, aMessage, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { aDeclaration, anEvent, aVerdict, T0 } from "../../../tests/support/records-facts.ts";
import { BoardOut, type BoardWire } from "./schema.ts";

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
    outlet: { name: "窑尾", enterpriseName: "演示水泥厂", street: "g2-1", streetName: "街道1环境保护监管片区" },
    value: { pollutant: "a21026", value: 60, limit: 100, share: 0.6 },
    isConverted: false,
    reason: null,
    budget: { basis: "hour-mean", meanSoFar: 60, minutesLeft: 60, willExceed: false },
    trend: { start: "2026-11-22T23:00:00.000Z", line: [3_600, 60] },
  });
  expect(items[0]?.reason).toEqual({ code: "mean-above", basis: "hour" });
  expect(counts).toEqual({ ok: 1, warning: 1, exceeding: 0, "cannot-judge": 0, offline: 0, exempt: 0, total: 2 });
});

test("an answer has the form that is described, whether there are rows in it or none", async () => {
  await fixture.commit({ verdicts: [aVerdict()] });
  const answers = [await board(), await board("?q=nothing-of-that-name")];

  expect(answers.map((answer) => BoardOut.strict().parse(answer))).toEqual(answers);
  expect(answers.map(({ items }) => items.length)).toEqual([2, 0]);
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

/** Both plants as boundary points with a boundary limit, and what was declared for the first. */
async function atTheBoundary(...declarations: readonly Declaration[]): Promise<void> {
  const registry = twoPlants();
  const outlets = registry.outlets.map((outlet) => ({ ...outlet, kind: "boundary" as const }));
  const limits = registry.limits.map((limit) => ({ ...limit, basis: "boundary-hour-mean" as const }));
  await fixture.commit({
    registries: [{ seq: 2, at: T0, registry: { ...registry, outlets, limits } }],
    subjects: declarations.map((row) => ({ collection: DECLARATIONS, row })),
  });
  await fixture.intake.apply([aMessage(3, "e1-DA001", 180)], 3);
}
const consent = (over: Partial<Declaration> = {}): Declaration =>
  aDeclaration("declaration:1", {
    ...{ outlets: ["e1-DA001"], pollutants: ["a21026"], state: "consented" },
    ...{ from: plus(T0, -HOUR), to: plus(T0, 2 * HOUR), submittedAt: plus(T0, -3 * HOUR), decidedAt: plus(T0, -2 * HOUR) },
    ...over,
  });

// Behaviour
test("a consented emission is declared and stands below every warning; it counts as none, and its outlet is no warning", async () => {
  await atTheBoundary(consent());

  const { items, counts } = await board();

  expect(items.map((row) => [row.outlet.id, row.state])).toEqual([
    ["e2-DA001", "warning"],
    ["e1-DA001", "exempt"],
  ]);
  expect(items[1]?.reason).toEqual({ code: "consented" });
  expect(counts).toMatchObject({ warning: 1, exempt: 1, exceeding: 0 });
  expect(outletsOf(await board("?state=exempt"))).toEqual(["e1-DA001"]);
  const outlet = await fixture.as("admin", "GET", "/api/v1/outlets/e1-DA001");
  expect(outlet.json()).toMatchObject({ state: "exempt" });
});

test.each([
  ["ends within the running hour", { to: plus(T0, MINUTE) }],
  ["was given after the hour began", { decidedAt: plus(T0, 1) }],
  ["is for another pollutant", { pollutants: ["a34013"] }],
])("an emission whose consent %s is a warning", async (_why, over) => {
  await atTheBoundary(consent(over));

  expect((await board()).items.map((row) => row.state)).toEqual(["warning", "warning"]);
});

test("what was consented to is asked for once for all outlets of a board, and not where no boundary limit is in force", async () => {
  let asked = 0;
  const { subjects } = fixture.records;
  const { list } = subjects;
  subjects.list = (collection, query) => {
    asked += Number(collection.name === DECLARATIONS.name);
    return list.call(subjects, collection, query) as ReturnType<typeof subjects.list<never>>;
  };

  await board();
  expect(asked).toBe(0);
  await atTheBoundary(consent(), { ...consent({ outlets: ["e2-DA001", "e1-DA001"] }), id: "declaration:2" });
  expect((await board()).counts.exempt).toBe(2);
  expect(asked).toBe(1);
});

test("an hour that was consented to is declared until another one is judged", async () => {
  await atTheBoundary();
  await fixture.commit({ verdicts: [aVerdict({ verdict: "exempt" })] });
  fixture.pass(HOUR);
  await fixture.intake.apply([aMessage(4, "e1-DA001", 10, plus(T0, HOUR))], 4);
  const first = async () => (await board("?outlet=e1-DA001")).items[0];

  expect(await first()).toMatchObject({ state: "exempt", reason: { code: "hour-consented" } });
  await fixture.intake.apply([aMessage(5, "e1-DA001", 180, plus(T0, HOUR))], 5);
  expect(await first()).toMatchObject({ state: "warning" });
});

test("consent to a stack's emission changes nothing: exceeding its limit stays exceeding", async () => {
  await fixture.commit({ subjects: [{ collection: DECLARATIONS, row: consent() }] });
  await fixture.intake.apply([aMessage(3, "e1-DA001", 180)], 3);

  expect((await board("?outlet=e1-DA001")).items[0]?.state).toBe("warning");
});

test("at a boundary point that has a stack's limit, too, consent does not excuse what is above that one", async () => {
  await atTheBoundary(consent());
  const registry = twoPlants();
  const outlets = registry.outlets.map((outlet) => ({ ...outlet, kind: "boundary" as const }));
  const ofBoundary = registry.limits.map((limit) => ({ ...limit, id: `${limit.id}-b`, basis: "boundary-hour-mean" as const }));
  const limits = [...registry.limits, ...ofBoundary];
  await fixture.commit({ registries: [{ seq: 3, at: T0, registry: { ...registry, outlets, limits } }] });

  expect((await board("?outlet=e1-DA001")).items[0]?.state).toBe("warning");
});

test("of an hour with minute means the budget counts those, and not the momentary values beside them", async () => {
  const now = plus(T0, 20 * MINUTE);
  fixture.pass(20 * MINUTE);
  const minute = aMessage(3, "e1-DA001", 80, plus(T0, 10 * MINUTE));
  const readings = minute.readings.map((reading) => ({ ...reading, basis: "minute" as const }));
  await fixture.intake.apply([{ ...minute, readings }, aMessage(4, "e1-DA001", 20, now)], 4);

  expect((await board("?outlet=e1-DA001")).items[0]?.budget).toMatchObject({ basis: "hour-mean", meanSoFar: 80 });
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

  const start = new Date(at(1 - 60)).toISOString();
  expect(items[0]?.trend).toEqual({ start, line: [19 * 60, 51, 29 * 60, 52, 59 * 60, 60] });
});

/** An API whose board is shared, with how often it was made; its clock goes on while somebody waits. */
async function shareBoard() {
  const waits: number[] = [];
  let passed = 0;
  const pass = (ms: number): void => {
    passed += ms;
    shared.pass(ms);
  };
  const shared = await startApi({
    boardAgeMs: 2_000,
    pause: async (ms) => {
      waits.push(ms);
      const due = passed + ms;
      await othersGoOn();
      pass(Math.max(0, due - passed));
    },
  });
  let made = 0;
  const { latest } = shared.intake;
  shared.intake.latest = (outlets) => {
    made += 1;
    return latest.call(shared.intake, outlets);
  };
  await shared.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  await shared.intake.apply([aMessage(1, "e1-DA001", 60)], 1);
  const ask = async () => (await shared.as("admin", "GET", "/api/v1/board")).json<BoardWire>();
  const look = async (): Promise<number> => {
    await ask();
    return made;
  };
  return { shared, waits, ask, look, pass };
}

// Behaviour
test("a board is made once for all who look at it, until it is old, another registry is in force, or something is decided", async () => {
  const { shared, look, pass } = await shareBoard();

  const times = [await look(), await look()];
  pass(1_999);
  times.push(await look());
  pass(1);
  times.push(await look());
  pass(1_000);
  await shared.commit({ events: [anEvent("f1")] });
  times.push(await look());
  pass(1_000);
  await shared.commit({ registries: [{ seq: 3, at: T0, registry: twoPlants() }] });
  times.push(await look());
  pass(-1);
  times.push(await look());

  expect(times).toEqual([1, 1, 1, 2, 3, 4, 5]);
  await shared.api.close();
});

// Behaviour
test("however much is decided, a board is made once a second, and whoever asks has in it what was decided before", async () => {
  const { shared, waits, ask, look, pass } = await shareBoard();
  await look();
  pass(400);
  await shared.commit({ events: [anEvent("f1")], verdicts: [aVerdict()] });

  const answers = await Promise.all([ask(), ask(), ask()]);

  expect(answers.map(({ items }) => items[0]?.state)).toEqual(["exceeding", "exceeding", "exceeding"]);
  expect(waits[0]).toBe(600);
  expect(await look()).toBe(2);
  const before = waits.length;
  for (let n = 2; n < 12; n += 1) {
    await shared.commit({ events: [anEvent(`f${n}`)] });
    await ask();
  }
  expect(waits.slice(before)).toEqual(Array.from({ length: 10 }, () => 1_000));
  expect(await look()).toBe(12);
  await shared.api.close();
});

test("a board that failed is made anew for the next who asks", async () => {
  const shared = await startApi({ boardAgeMs: 2_000 });
  await shared.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  const { latest } = shared.intake;
  shared.intake.latest = () => Promise.reject(new Error("down"));
  const failed = await shared.as("admin", "GET", "/api/v1/board");
  shared.intake.latest = latest;

  const { statusCode } = await shared.as("admin", "GET", "/api/v1/board");

  expect([failed.statusCode, statusCode]).toEqual([500, 200]);
  await shared.api.close();
});
