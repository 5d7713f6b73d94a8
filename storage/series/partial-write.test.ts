import { expect, test } from "vitest";
import type { RevisedReading } from "../../core/readings/series.ts";
import { instant } from "../../core/time.ts";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import { droppedOf, partialWrite } from "./partial-write.ts";

function reading(at: number, parts: Partial<RevisedReading> = {}): RevisedReading {
  const fixed = { outlet: "o", pollutant: "a21026", basis: "hour", flag: "N", revision: 0, seq: 1, value: 1, ...ORIGIN } as const;
  return { ...fixed, at: instant(at), receivedAt: instant(at), ...parts };
}

test.each([
  ["partial write: points beyond retention policy dropped=3", { kind: "retention", dropped: 3 }],
  [
    "failure writing points to database: partial write: dropped 12 points outside retention policy of duration 720h0m0s - oldest point reading at 2026-01-01",
    { kind: "retention", dropped: 12 },
  ],
  [
    'partial write: field type conflict: input field "min" on measurement "reading" is type float, already exists as type string dropped=1',
    { kind: "type", dropped: 1, field: "min" },
  ],
])("what InfluxDB dropped is read from its answer: %s", (message, expected) => {
  expect(partialWrite(message)).toMatchObject(expected);
});

test.each([
  "unable to parse 'x': invalid number",
  "partial write: max-values-per-tag limit exceeded",
  "partial write: dropped=0",
])("an answer that says nothing of retention or types is none: %s", (message) => {
  expect(partialWrite(message)).toBeUndefined();
});

test("what is beyond the retention is the oldest, and a version that is two points counts as two", () => {
  const corrected = reading(1, { previous: reading(1), revision: 1 });
  const batch = [reading(3), corrected, reading(2)];

  const refused = droppedOf(batch, { kind: "retention", dropped: 3, field: undefined }, "why");

  expect(refused).toEqual([
    { reading: corrected, reason: "why", kind: "retention" },
    { reading: reading(2), reason: "why", kind: "retention" },
  ]);
});

test("what conflicts by type is what has the field", () => {
  const batch = [reading(1), reading(2, { min: 1 })];

  expect(droppedOf(batch, { kind: "type", dropped: 1, field: "min" }, "why").map((r) => r.reading)).toEqual([batch[1]]);
});
