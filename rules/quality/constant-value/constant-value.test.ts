import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import { HOUR, type Instant, plus } from "../../../core/time.ts";
import { anHour, at, factsOf, HOUR_START, minuteFacts, STACK } from "../../../tests/support/hour-facts.ts";
import { CONSTANT_VALUE } from "./constant-value.ts";

const NOW = at("2026-11-23T09:05:00+08:00");
const COMPLETE = at("2026-11-23T10:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");
type Over = Parameters<typeof anHour>[0];

/** The hour `back` hours before the one that is judged. */
function before(back: number, over: Over = {}): PeriodState {
  return anHour({ start: plus(HOUR_START, -back * HOUR), value: 35.2, ...over });
}

const THREE = [before(1), before(2), before(3)];

function ask(hour: Over = {}, others: readonly PeriodState[] = THREE, now: Instant = NOW) {
  return CONSTANT_VALUE.judge(factsOf({ hour: anHour({ value: 35.2, ...hour }), others, now }));
}

// Behaviour
test("the same value in four valid hours in a row is a lead at A1, provisional until noon and confirmed from then on", () => {
  expect(ask()).toMatchObject({
    verdicts: [
      {
        rule: "Q03",
        family: "quality",
        verdict: "exceeding",
        value: 35.2,
        unit: "mg/m3",
        limit: null,
        status: "provisional",
        level: "A1",
        reason: { code: "constant-value", facts: { hours: 4 } },
      },
    ],
    askAt: NOON,
  });
  expect(ask({}, THREE, NOON)).toMatchObject({ verdicts: [{ status: "confirmed" }], askAt: null });
});

test("zero is constant, too; a negative value is not looked at", () => {
  const all = (value: number) =>
    ask(
      { value },
      [1, 2, 3].map((back) => before(back, { value })),
    ).verdicts;

  expect(all(0)).toHaveLength(1);
  expect(all(-0.1)).toEqual([]);
});

test.each([
  ["another value", before(3, { value: 35.3 })],
  ["another unit", before(3, { unit: "ug/m3" })],
  ["a flag", before(3, { flag: "D" })],
  ["too few valid minutes", before(3, { minutes: minuteFacts(44, 16) })],
  ["no mean", before(3, { own: [] })],
])("an hour with %s among the four breaks the row", (_, third) => {
  expect(ask({}, [before(1), before(2), third]).verdicts).toEqual([]);
});

test("three hours are not enough, and one that did not come breaks the row", () => {
  expect(ask({}, [before(1), before(2)]).verdicts).toEqual([]);
  expect(ask({}, [before(1), before(3), before(4)]).verdicts).toEqual([]);
});

test("an hour that is not valid itself, or of which nothing came, is no lead", () => {
  expect(ask({ flag: "C" }).verdicts).toEqual([]);
  expect(CONSTANT_VALUE.judge(factsOf({ others: THREE }))).toEqual({ verdicts: [], askAt: null });
});

test("an hour of which only minutes came is looked at when it is complete, by our mean of them", () => {
  const hour = { own: [], minutes: minuteFacts(60, 0) };
  const others = [1, 2, 3].map((back) => before(back, { value: 150 }));

  expect(ask(hour, others)).toEqual({ verdicts: [], askAt: COMPLETE });
  expect(ask(hour, others, COMPLETE).verdicts).toMatchObject([{ rule: "Q03", value: 150 }]);
});

test("an hour whose minutes may still be missing is looked at again when it is complete", () => {
  const hour = { minutes: minuteFacts(30, 0) };

  expect(ask(hour)).toMatchObject({ verdicts: [{ rule: "Q03" }], askAt: COMPLETE });
  expect(ask(hour, THREE, COMPLETE)).toEqual({ verdicts: [], askAt: null });
});

// Behaviour
test("a valve that stays closed and a meter that stands are no constant values", () => {
  const applies = (kind: "stack" | "boundary" | "bypass" | "power" | "weather") =>
    CONSTANT_VALUE.appliesTo({ outlet: { ...STACK, kind }, pollutant: "bypass", bases: new Set() });

  expect([applies("stack"), applies("boundary")]).toEqual([true, true]);
  expect([applies("bypass"), applies("power"), applies("weather")]).toEqual([false, false, false]);
});

test("the steps name the value and for how long it stood", () => {
  expect(ask().verdicts[0]?.steps()).toMatchObject([
    { code: "received", facts: { value: 35.2 } },
    { code: "same-value", facts: { hours: 4, value: 35.2, unit: "mg/m3" } },
  ]);
});
