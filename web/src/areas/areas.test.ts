import { expect, test } from "vitest";
import type { CaseItem, LiveReading, Outlet, TimelineEntry } from "../api/page-shapes.ts";
import { nextSample, serverTime } from "../api/server-clock.ts";
import { byUrgency, casePath, isUnder } from "./cases/case-path.ts";
import { districtNow } from "./leaders/district-now.ts";
import { nowRows } from "./now/now-rows.ts";
import { keepOrder } from "./now/use-settled-rows.ts";

const entry = (index: number, to: TimelineEntry["to"]): TimelineEntry => ({
  index,
  at: "2026-11-23T00:00:00.000Z",
  actor: "engine",
  action: "transition",
  from: null,
  to,
  note: "",
});
const item = (over: Partial<CaseItem>): CaseItem => ({
  id: "c1",
  number: "410199-2026-0001",
  title: "窑尾 SO₂",
  titleCode: "reported",
  shortTitle: "窑尾 SO₂",
  period: null,
  state: "reported",
  version: 1,
  level: "A3",
  cell: "g2-a",
  outlet: "e1-DA001",
  enterprise: "e1",
  assignee: null,
  deadline: null,
  overdue: false,
  supervised: false,
  findings: [],
  timeline: [],
  allowed: [],
  ...over,
});
const outlet = (over: Partial<Outlet>): Outlet => ({
  id: "e1-DA001",
  name: "窑尾",
  code: "DA001",
  kind: "stack",
  enterprise: "e1",
  state: "ok",
  ageSeconds: 3,
  cell: "g4-e1",
  latest: [
    {
      pollutant: "a21026",
      value: 50,
      unit: "mg/m3",
      at: "2026-11-23T00:00:00.000Z",
      basis: "realtime",
      flag: "N",
      limit: 200,
      share: 0.25,
    },
  ],
  ...over,
});

test("the path of a case shows what was passed, where it is and what is ahead", () => {
  const path = casePath("accepted", [entry(0, "signal"), entry(1, "reported"), entry(2, "accepted")]);

  expect(path.map((s) => `${s.state}:${s.phase}`).slice(0, 4)).toEqual([
    "signal:passed",
    "reported:passed",
    "accepted:current",
    "dispatched:ahead",
  ]);
});

test("a dismissed case has nothing ahead", () => {
  expect(casePath("dismissed", [entry(0, "signal"), entry(1, "dismissed")]).map((s) => s.phase)).toEqual(["passed", "current"]);
});

test("a state visited again is shown once", () => {
  const path = casePath("handling", [entry(0, "handling"), entry(1, "result"), entry(2, "handling")]);

  expect(path.filter((s) => s.state === "handling")).toHaveLength(1);
  expect(path.find((s) => s.state === "result")?.phase).toBe("ahead");
});

test("what expires first stands first, and what has no deadline last", () => {
  const late = item({ id: "late", deadline: { at: "2026-11-23T05:00:00Z" } });
  const soon = item({ id: "soon", deadline: { at: "2026-11-23T01:00:00Z" } });

  expect([item({ id: "none" }), late, soon].sort(byUrgency).map((c) => c.id)).toEqual(["soon", "late", "none"]);
});

test("mine is what I hold and what waits for my role", () => {
  const who = { names: ["u1"], roles: ["handling-unit"], now: 0 };

  expect(isUnder(item({ state: "dispatched" }), "mine", who)).toBe(true);
  expect(isUnder(item({ state: "reported" }), "mine", who)).toBe(false);
  expect(isUnder(item({ state: "reported", assignee: "u1" }), "mine", who)).toBe(true);
});

test("rows under the pointer keep their order and take new content", () => {
  const rows = [
    { id: "new", n: 9 },
    { id: "b", n: 2 },
    { id: "a", n: 1 },
  ];

  expect(keepOrder(rows, ["a", "b", "gone"])).toEqual([
    { id: "a", n: 1 },
    { id: "b", n: 2 },
  ]);
});

test("a live value replaces an older one and lifts its row", () => {
  const live: LiveReading = {
    outlet: "e2-DW001",
    pollutant: "a21026",
    basis: "realtime",
    at: "2026-11-23T00:01:00.000Z",
    value: 210,
    flag: "N",
  };
  const rows = nowRows([outlet({}), outlet({ id: "e2-DW001" })], new Map([["e2-DW001|a21026", live]]), new Map());

  expect(rows[0]).toMatchObject({ key: "e2-DW001|a21026", state: "warning", value: { value: 210, share: 1.05 } });
});

test("a live value that is older than the list's is left aside", () => {
  const live: LiveReading = {
    outlet: "e1-DA001",
    pollutant: "a21026",
    basis: "realtime",
    at: "2026-11-22T00:00:00.000Z",
    value: 900,
    flag: "N",
  };

  expect(nowRows([outlet({})], new Map([["e1-DA001|a21026", live]]), new Map())[0]).toMatchObject({
    state: "ok",
    value: { value: 50 },
  });
});

test("a flagged value is never shown as exceeding", () => {
  const [latest] = outlet({}).latest;
  if (latest === undefined) throw new Error("fixture");
  const flagged = outlet({ latest: [{ ...latest, value: 900, share: 4.5, flag: "C" }] });

  expect(nowRows([flagged], new Map(), new Map())[0]?.state).toBe("cannot-judge");
});

test("the district counts open cases by the street of their cell", () => {
  const streetOf = (cell: string | null | undefined): string | undefined =>
    cell === "g4-e1" || cell === "g2-a" ? "g2-a" : undefined;
  const cases = [item({ rule: "FUG-UNREPORTED", overdue: true }), item({ id: "c2", state: "archived" })];

  const { total, streets } = districtNow({
    outlets: [outlet({ state: "exceeding" })],
    cases,
    streetOf,
    streets: ["g2-a", "g2-b"],
  });

  expect(total).toMatchObject({ exceeding: 1, open: 1, overdue: 1, undeclared: 1 });
  expect(streets.map((s) => [s.cell, s.open, s.exceeding])).toEqual([
    ["g2-a", 1, 1],
    ["g2-b", 0, 0],
  ]);
});

test("a manual clock stands still and the rate of a scaled one is learnt", () => {
  const manual = nextSample(null, { kind: "manual", now: "2026-11-23T00:00:00.000Z" }, 1_000);
  const first = nextSample(null, { kind: "scaled", now: "2026-11-23T00:00:00.000Z" }, 0);
  const second = nextSample(first, { kind: "scaled", now: "2026-11-23T00:02:00.000Z" }, 2_000);

  expect(serverTime(manual, 9_000)).toBe(Date.parse("2026-11-23T00:00:00.000Z"));
  expect(second.rate).toBe(60);
  expect(serverTime(second, 3_000)).toBe(Date.parse("2026-11-23T00:03:00.000Z"));
});
