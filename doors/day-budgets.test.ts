import { expect, test } from "vitest";
import { type Instant, parseIso } from "../core/time.ts";
import { DayBudgets } from "./day-budgets.ts";

const NOON = parseIso("2026-01-02T12:00:00+08:00") as Instant;
const LAST_MOMENT = parseIso("2026-01-02T23:59:59.999+08:00") as Instant;
const MIDNIGHT = parseIso("2026-01-03T00:00:00+08:00") as Instant;
/** Pace: a value in 864 ms, a byte in 86.4 ms. */
const LIMITS = { values: 100_000, bytes: 1_000_000 };

/** A message says how many values it has in its first byte. */
function budgets(limits = LIMITS): DayBudgets {
  return new DayBudgets(limits, (payload) => (payload[0] ?? 0) * 1_000);
}

function message(thousands: number, bytes = 1): Uint8Array {
  const payload = new Uint8Array(bytes);
  payload[0] = thousands;
  return payload;
}

test("a device waits for nothing up to its budget, and beyond it as long as its values would have taken at the pace", () => {
  const budget = budgets();

  budget.spend("a", message(100), { at: NOON, nowMs: 5 });
  const within = budget.waitMs("a", { at: NOON, nowMs: 5 });
  budget.spend("a", message(1), { at: NOON, nowMs: 5 });

  // A thousand values of 100,000 a day are 1 % of a day, 864 s; no more than a minute is waited at a time.
  expect(within).toBe(0);
  expect([5, 864_004, 864_005].map((nowMs) => budget.waitMs("a", { at: NOON, nowMs }))).toEqual([60_000, 1, 0]);
});

test("bytes count as values do, and the dearer of the two is waited for", () => {
  const budget = budgets();

  budget.spend("a", message(0, 1_000_000), { at: NOON, nowMs: 0 });
  budget.spend("a", message(0, 100), { at: NOON, nowMs: 0 });

  // 100 of a million bytes a day: 8,640 ms.
  expect(budget.waitMs("a", { at: NOON, nowMs: 0 })).toBe(8_640);
  expect(budget.waitMs("b", { at: NOON, nowMs: 0 })).toBe(0);
});

test("the budget is new at midnight in Beijing, whatever was owed, and yesterday is forgotten", () => {
  const budget = budgets();
  budget.spend("a", message(101), { at: LAST_MOMENT, nowMs: 0 });
  const before = budget.waitMs("a", { at: LAST_MOMENT, nowMs: 0 });

  budget.forget(LAST_MOMENT);
  const kept = budget.size;
  budget.forget(MIDNIGHT);

  expect([before, budget.waitMs("a", { at: MIDNIGHT, nowMs: 1 }), kept, budget.size]).toEqual([60_000, 0, 1, 0]);
});

test("a clock that stands still stops no device: the pace is kept by another clock", () => {
  const budget = budgets();
  budget.spend("a", message(101), { at: NOON, nowMs: 0 });

  expect(budget.waitMs("a", { at: NOON, nowMs: 101 * 864_000 })).toBe(0);
});

test("what is said of a device that waits is said once a day, with what it has brought", () => {
  const budget = budgets();
  const spendTwice = (at: Instant): void => {
    budget.spend("a", message(100, 50), { at, nowMs: 0 });
    budget.spend("a", message(1, 50), { at, nowMs: 0 });
  };
  spendTwice(NOON);

  const first = [budget.notice("a"), budget.notice("a")];
  spendTwice(MIDNIGHT);

  const facts = { values: 101_000, bytes: 100, mostValues: 100_000, mostBytes: 1_000_000 };
  const said = { reason: "day-budget", detail: { code: "day-budget-spent", facts } };
  expect([...first, budget.notice("a"), budget.notice("b")]).toEqual([said, undefined, said, undefined]);
});

// Behaviour
test("while the disk is in its reserve only those devices wait that have already brought a twentieth of their budget today", () => {
  const budget = budgets();
  budget.spend("flood", message(6), { at: NOON, nowMs: 0 });
  budget.spend("good", message(5), { at: NOON, nowMs: 0 });
  const waits = (): readonly number[] => ["flood", "good", "new"].map((mn) => budget.waitMs(mn, { at: NOON, nowMs: 0 }));
  const roomy = waits();

  budget.setDiskInReserve(true);
  const scarce = waits();
  const said = budget.notice("flood");
  budget.setDiskInReserve(false);

  expect([roomy, scarce, waits()]).toEqual([
    [0, 0, 0],
    [1_000, 0, 0],
    [0, 0, 0],
  ]);
  expect(said).toEqual({ reason: "disk-reserve", detail: { code: "disk-in-reserve", facts: { values: 6_000, bytes: 1 } } });
});
