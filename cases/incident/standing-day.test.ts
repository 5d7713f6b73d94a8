import { expect, test } from "vitest";
import { type BeijingDate, instant } from "../../core/time.ts";
import { type StandingDay, withEntry } from "./standing-day.ts";
import type { StandingEntry } from "./standing-entry.ts";

const entry = (finding: string, start: number): StandingEntry => ({
  ...{ finding, start: instant(start), end: instant(start + 1), level: "A3", value: 1, unit: "mg/m3", multiple: 1 },
});
const DAY: StandingDay = {
  ...{ id: "d", date: "2026-11-23" as BeijingDate, incident: "i", entries: [entry("b", 1), entry("c", 2)] },
};
const findings = ({ entries }: StandingDay): readonly string[] => entries.map(({ finding, value }) => `${finding}${value}`);

test("an entry takes the place of that of its finding, comes in by its start, or goes", () => {
  expect(findings(withEntry(DAY, "c", { ...entry("c", 2), value: 7 }))).toEqual(["b1", "c7"]);
  expect(findings(withEntry(DAY, "a", entry("a", 1)))).toEqual(["a1", "b1", "c1"]);
  expect(findings(withEntry(DAY, "b", undefined))).toEqual(["c1"]);
});

test("a finding that never stood on a day changes nothing of it", () => {
  expect(withEntry(DAY, "z", undefined)).toBe(DAY);
});
