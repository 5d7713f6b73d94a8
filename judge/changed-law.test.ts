import { expect, test } from "vitest";
import { indexRegistry } from "../core/registry/grid.ts";
import type { Limit } from "../core/registry/limit.ts";
import { aLimit, at, day } from "../tests/support/hour-facts.ts";
import { JUDGED, STACK } from "../tests/support/judge-desk.ts";
import { changedLaw } from "./changed-law.ts";

const MIDNIGHT_2025 = at("2025-01-01T00:00:00+08:00");
const MIDNIGHT_2026 = at("2026-01-01T00:00:00+08:00");
const MIDNIGHT_2027 = at("2027-01-01T00:00:00+08:00");

/** What changes between two sets of limits of the same outlets. */
function changed(before: readonly Limit[], after: readonly Limit[]) {
  const old = indexRegistry({ ...JUDGED, limits: before });
  const now = indexRegistry({ ...old.registry, limits: after }, old);
  const spans = changedLaw(old, now).filter(({ basis }) => basis !== "half-month");
  return spans.map(({ from, to }) => [from, to]);
}

const OLD = aLimit({ value: 200, validTo: day("2027-01-01") });

test("figures that changed one after the other are one span, from the first day to the last", () => {
  const strict = [
    { ...OLD, id: "a", value: 100, validTo: day("2026-01-01") },
    { ...OLD, id: "b", value: 50, validFrom: day("2026-01-01") },
  ];

  expect(changed([OLD], strict)).toEqual([[MIDNIGHT_2025, MIDNIGHT_2027]]);
});

test("a row that ends earlier changes the law from that day on, and a text nothing", () => {
  expect(changed([OLD], [{ ...OLD, validTo: day("2026-01-01") }])).toEqual([[MIDNIGHT_2026, MIDNIGHT_2027]]);
  expect(changed([OLD], [{ ...OLD, source: "another permit" }])).toEqual([]);
});

test("a figure that is rounded to other decimals, or not rounded any more, is other law", () => {
  const rounded = { ...OLD, compare: "rounded", decimals: 0 } as const;
  const all = [[MIDNIGHT_2025, MIDNIGHT_2027]];

  expect(changed([OLD], [rounded])).toEqual(all);
  expect(changed([rounded], [{ ...rounded, decimals: 1 }])).toEqual(all);
  expect(changed([rounded], [{ ...rounded, id: "another" }])).toEqual([]);
});

test("a row that warns is law, too: where it comes, has another figure or judges from now on, its periods are judged anew", () => {
  const unsure = { ...OLD, confidence: "S" } as const;
  const all = [[MIDNIGHT_2025, MIDNIGHT_2027]];

  expect(changed([], [unsure])).toEqual(all);
  expect(changed([unsure], [{ ...unsure, value: 100 }])).toEqual(all);
  expect(changed([unsure], [OLD])).toEqual(all);
  expect(changed([{ ...OLD, confidence: "G" }], [{ ...OLD, confidence: "G", value: 100 }])).toEqual([]);
});

test("what changes within a half-month judges it from its beginning, since its later days count, too", () => {
  const old = indexRegistry({ ...JUDGED, limits: [aLimit({ value: 200, validTo: null })] });
  const now = indexRegistry({ ...JUDGED, limits: [aLimit({ value: 200, validTo: day("2026-11-23") })] }, old);

  const halfMonths = changedLaw(old, now).filter(({ basis, pollutant }) => basis === "half-month" && pollutant === "a21026");
  expect(halfMonths.map(({ from }) => from)).toEqual([at("2026-11-16T00:00:00+08:00")]);
});

test("an outlet that is registered no more changes the law of everything that was said of it", () => {
  const old = indexRegistry({ ...JUDGED, limits: [OLD] });
  const gone = indexRegistry({ ...JUDGED, outlets: [], channels: [], limits: [] });
  const ofStack = changedLaw(old, gone).filter(({ outlet }) => outlet === STACK.outlet);

  expect(new Set(ofStack.map(({ basis }) => basis))).toEqual(new Set(["hour", "day", "half-month"]));
});

test("of many limits only those that changed are looked at, and people change no law", () => {
  const limits = ["a", "b", "c", "d", "e", "f", "g", "h"].map((pollutant) => ({ ...OLD, id: pollutant, pollutant }));
  const old = indexRegistry({ ...JUDGED, limits });
  const stricter = [{ ...OLD, id: "a", pollutant: "a", value: 100 }, ...limits.slice(1)];

  const spans = changedLaw(old, indexRegistry({ ...old.registry, limits: stricter }, old));

  expect(spans).toEqual([{ outlet: STACK.outlet, pollutant: "a", basis: "hour", from: MIDNIGHT_2025, to: MIDNIGHT_2027 }]);
  expect(changedLaw(old, indexRegistry({ ...old.registry, people: [] }, old))).toEqual([]);
});
