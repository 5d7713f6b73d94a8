import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR, type Instant, instant, MINUTE, plus } from "../time.ts";
import { type Exchange, queuedExchange } from "./exchange.ts";
import { joinRuns, missingPeriods } from "./find-gaps.ts";
import type { Gap } from "./gap.ts";
import { decideOnGap, type OwedPeriods, reconcileGaps } from "./reconcile-gaps.ts";

const T0 = instant(Date.UTC(2026, 10, 23));
const NOW = plus(T0, 30 * HOUR);
const at = (n: number): Instant => plus(T0, n * HOUR);
const owed = (hours: readonly number[], windowFrom = T0): OwedPeriods => ({
  mn: "SIM410102000000000000001",
  st: "31",
  basis: "hour",
  step: HOUR,
  windowFrom,
  missing: new Map(hours.map((n) => [at(n), ["e1-DA001"]])),
});
/** Applies the changes as the device records do. */
function apply(rows: readonly Gap[], { changed, forgotten }: ReturnType<typeof reconcileGaps>): readonly Gap[] {
  const byId = new Map(rows.filter((row) => !forgotten.includes(row.id)).map((row) => [row.id, row]));
  for (const row of changed) byId.set(row.id, row);
  return [...byId.values()].sort((a, b) => a.from - b.from);
}
const asked = (row: Gap): Gap => ({ ...row, state: "asked", attempts: row.attempts + 1, exchange: "x1" });
const spans = (rows: readonly Gap[]) => rows.map((row) => [(row.from - T0) / HOUR, (row.to - T0) / HOUR, row.state]);

test("hours that are missing one after the other are one gap, whatever lies between is not", () => {
  const rows = apply([], reconcileGaps(owed([3, 4, 5, 9]), [], NOW));

  expect(spans(rows)).toEqual([
    [3, 5, "found"],
    [9, 9, "found"],
  ]);
});

test("a gap that nobody was asked for yet grows with the outage", () => {
  const before = apply([], reconcileGaps(owed([3]), [], at(5)));

  const rows = apply(before, reconcileGaps(owed([3, 4, 5]), before, NOW));

  expect(spans(rows)).toEqual([[3, 5, "found"]]);
  expect(rows[0]?.foundAt).toBe(at(5));
});

test("what was asked for shrinks to what is still missing, and what is missing behind it is a gap of its own", () => {
  const before = apply([], reconcileGaps(owed([3, 4, 5]), [], NOW)).map(asked);

  const rows = apply(before, reconcileGaps(owed([5, 6]), before, NOW));

  expect(spans(rows)).toEqual([
    [5, 5, "asked"],
    [6, 6, "found"],
  ]);
});

test("a gap whose hours have come is filled, also after it was given up", () => {
  const given: readonly Gap[] = apply([], reconcileGaps(owed([3, 5]), [], NOW)).map((row, i) => ({
    ...asked(row),
    state: i === 0 ? "asked" : "given-up",
  }));

  expect(spans(apply(given, reconcileGaps(owed([]), given, NOW))).map((s) => s[2])).toEqual(["filled", "filled"]);
});

test("a gap that leaves the window unfilled is given up, not called filled", () => {
  const before = apply([], reconcileGaps(owed([3]), [], NOW)).map(asked);

  expect(spans(apply(before, reconcileGaps(owed([], at(4)), before, NOW)))).toEqual([[3, 3, "given-up"]]);
});

test("a gap that was given up stays as it is when it leaves the window", () => {
  const before = apply([], reconcileGaps(owed([3]), [], NOW)).map((row) => ({ ...asked(row), state: "given-up" as const }));

  expect(reconcileGaps(owed([], at(4)), before, NOW)).toEqual({ changed: [], forgotten: [] });
});

test("a device of which no system code is known has gaps too", () => {
  const [gap] = apply([], reconcileGaps({ ...owed([3]), st: null }, [], NOW));

  expect(gap).toMatchObject({ st: null, state: "found", from: at(3) });
});

test("more than a week of hours is asked for in several requests", () => {
  const hours = Array.from({ length: 200 }, (_, n) => n);

  expect(spans(apply([], reconcileGaps(owed(hours), [], NOW)))).toEqual([
    [0, 167, "found"],
    [168, 199, "found"],
  ]);
});

test("whatever comes and goes, every missing hour lies in an open or given-up gap, and looking twice changes nothing", () => {
  const hours = fc.uniqueArray(fc.nat(20), { maxLength: 15 });
  fc.assert(
    fc.property(fc.array(fc.tuple(hours, fc.boolean()), { minLength: 1, maxLength: 8 }), (rounds) => {
      let rows: readonly Gap[] = [];
      for (const [missing, ask] of rounds) {
        const now = owed(missing);
        rows = apply(rows, reconcileGaps(now, rows, NOW));
        for (const n of missing) {
          expect(rows.some((row) => row.state !== "filled" && row.from <= at(n) && at(n) <= row.to)).toBe(true);
        }
        expect(reconcileGaps(now, rows, NOW)).toEqual({ changed: [], forgotten: [] });
        if (ask) rows = rows.map((row) => (row.state === "found" ? asked(row) : row));
      }
    }),
  );
});

test("runs cover exactly the missing periods, in order", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50)), fc.integer({ min: 1, max: 10 }), (known, most) => {
      const missing = missingPeriods({ from: T0, to: at(50), step: HOUR, known: new Set(known.map(at)) });

      const runs = joinRuns(missing, HOUR, most);

      const covered = runs.flatMap(({ from, to }) => missingPeriods({ from, to, step: HOUR, known: new Set() }));
      expect(covered).toEqual(missing);
      expect(missing).toHaveLength(51 - known.length);
      for (const { from, to } of runs) expect((to - from) / HOUR).toBeLessThan(most);
    }),
  );
});

const GAP = asked({ ...(reconcileGaps(owed([3]), [], NOW).changed[0] as Gap), changedAt: NOW });
const exchange = (over: Partial<Exchange>): Exchange => ({
  ...queuedExchange({ id: "x1", mn: GAP.mn, command: { command: "set-time" }, st: null, createdAt: NOW, createdBy: "system" }),
  ...over,
});
const done = exchange({ state: "done", endedAt: NOW });

test.each([
  ["a gap that was found is asked for at once", { ...GAP, state: "found" as const, attempts: 0 }, undefined, 0, "ask"],
  ["nothing is asked while the exchange is open", GAP, exchange({ state: "accepted" }), 7 * HOUR, "wait"],
  ["after the first attempt it waits for ten minutes", GAP, done, 10 * MINUTE - 1, "wait"],
  ["then it is asked again", GAP, done, 10 * MINUTE, "ask"],
  ["after the second attempt it waits for an hour", { ...GAP, attempts: 2 }, done, HOUR - 1, "wait"],
  ["and then it is asked a third time", { ...GAP, attempts: 2 }, done, HOUR, "ask"],
  ["after the third it waits for six hours", { ...GAP, attempts: 3 }, done, 6 * HOUR - 1, "wait"],
  ["and then it is given up", { ...GAP, attempts: 3 }, done, 6 * HOUR, "give-up"],
  ["a device that does not know the command is not asked again", GAP, exchange({ state: "unsupported" }), 0, "give-up"],
  ["an exchange that is not there any more counts as ended", GAP, undefined, 10 * MINUTE, "ask"],
  ["what was given up stays", { ...GAP, state: "given-up" as const }, done, 24 * HOUR, "wait"],
] as const)("%s", (_name, gap, last, later, decision) => {
  expect(decideOnGap(gap, last, plus(NOW, later))).toBe(decision);
});
