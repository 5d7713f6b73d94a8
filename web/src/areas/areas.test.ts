import { expect, test } from "vitest";
import type { CaseItem, TimelineEntry } from "../api/page-shapes.ts";
import { nextSample, serverTime } from "../api/server-clock.ts";
import { keepOrder } from "../components/use-settled-rows.ts";
import { byUrgency, casePath, isUnder } from "./cases/case-path.ts";
import { districtNow } from "./leaders/district-now.ts";

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

test("the district counts open cases by the street of their cell", () => {
  const streetOf = (cell: string | null | undefined): string | undefined =>
    cell === "g4-e1" || cell === "g2-a" ? "g2-a" : undefined;
  const cases = [item({ rule: "FUG-UNREPORTED", overdue: true }), item({ id: "c2", state: "archived" })];

  const { total, streets } = districtNow({
    outlets: [{ state: "exceeding", cell: "g4-e1" }],
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
