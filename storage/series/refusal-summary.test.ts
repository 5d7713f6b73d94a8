import { expect, test } from "vitest";
import type { Refused, RevisedReading } from "../../core/readings/series.ts";
import { instant } from "../../core/time.ts";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import { RefusalSummary } from "./refusal-summary.ts";

const DAY = 86_400_000;

function refused(day: number, kind: NonNullable<Refused["kind"]> = "retention"): Refused {
  const fixed = { outlet: "o", pollutant: "a21026", basis: "hour", flag: "N", revision: 0, seq: 1, value: 1, ...ORIGIN } as const;
  const reading: RevisedReading = { ...fixed, at: instant(day * DAY), receivedAt: instant(0) };
  return { reading, reason: "beyond", kind };
}

function aSummary() {
  const lines: object[] = [];
  const time = { ms: 0 };
  const log = { error: (facts: object) => void lines.push(facts), warn() {}, info() {}, debug() {} };
  return { summary: new RefusalSummary(log, () => time.ms), lines, time };
}

test("thousands of readings that are refused are one line with their count and span, and one line more a minute later", () => {
  const { summary, lines, time } = aSummary();

  summary.add(Array.from({ length: 5_000 }, (_, day) => refused(day)));
  summary.add([refused(9_000), refused(6_000)]);
  expect(lines).toMatchObject([{ kind: "retention", readings: 5_000, oldest: "1970-01-01T00:00:00.000Z", reason: "beyond" }]);

  time.ms = 60_000;
  summary.add([]);
  expect(lines.slice(1)).toMatchObject([
    { kind: "retention", readings: 2, oldest: new Date(6_000 * DAY).toISOString(), newest: new Date(9_000 * DAY).toISOString() },
  ]);
});

test("each kind has its own line, and where nothing is refused nothing is said", () => {
  const { summary, lines } = aSummary();

  summary.add([]);
  summary.add([refused(1), refused(2, "type")]);

  expect(lines).toMatchObject([{ kind: "retention" }, { kind: "type" }]);
});
