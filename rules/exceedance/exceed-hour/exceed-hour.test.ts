import fc from "fast-check";
import { expect, test } from "vitest";
import type { PeriodState } from "../../../core/judging/period.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { aLimit, anHour, at, aVersion, day, factsOf, HOUR_START, minuteFacts } from "../../../tests/support/hour-facts.ts";
import { aReading, foldAll } from "../../../tests/support/period-readings.ts";
import { toAppliedLimit } from "../../law/applied-limit.ts";
import { EXCEED_HOUR } from "./exceed-hour.ts";

interface Given {
  readonly hour?: PeriodState;
  readonly oxygen?: PeriodState | undefined;
  readonly limits?: readonly Limit[];
  readonly now?: Instant;
}

const NOW = at("2026-11-23T09:05:00+08:00");
const COMPLETE = at("2026-11-23T10:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

function ask({ hour = anHour(), oxygen, ...given }: Given) {
  return EXCEED_HOUR.judge(factsOf({ hour, others: oxygen === undefined ? [] : [oxygen], now: NOW, ...given }));
}

function judge(given: Given = {}) {
  return ask(given).verdicts[0];
}

function oxygenHour(value: number, over: Partial<PeriodState> = {}, flag = "N"): PeriodState {
  return anHour({ pollutant: "a19001", unit: "%", value, flag, ...over });
}

test("an hour mean above the limit in force is an exceedance, provisional at A2 until noon of the next day", () => {
  const verdict = judge({ hour: anHour({ value: 230.5 }) });

  expect(verdict).toMatchObject({
    verdict: "exceeding",
    validity: "valid",
    value: 230.5,
    unit: "mg/m3",
    limit: { id: "e1-DA001-so2-h", value: 200, source: "permit", validFrom: "2025-01-01" },
    status: "provisional",
    level: "A2",
    reason: { code: "limit-exceeded" },
    period: { start: HOUR_START, end: at("2026-11-23T09:00:00+08:00") },
    disputed: false,
  });
  expect(ask({ hour: anHour({ value: 230.5 }) }).askAt).toBe(NOON);
});

// Behaviour
test("a value equal to the limit is compliant", () => {
  expect(judge({ hour: anHour({ value: 200 }) })).toMatchObject({
    verdict: "compliant",
    reason: { code: "within-limit" },
    value: 200,
  });
});

// Behaviour
test("nothing is rounded before comparing: 200.0000001 exceeds 200", () => {
  expect(judge({ hour: anHour({ value: 200.0000001 }) })?.verdict).toBe("exceeding");
});

test.each([
  [">=", { value: 850 }, 850, "compliant"],
  [">=", { value: 850 }, 849.9, "exceeding"],
  ["range", { min: 6, max: 9 }, 6, "compliant"],
  ["range", { min: 6, max: 9 }, 9, "compliant"],
  ["range", { min: 6, max: 9 }, 5.99, "exceeding"],
  ["range", { min: 6, max: 9 }, 9.01, "exceeding"],
] as const)("a limit %s %o judges %d as %s", (comparator, figures, value, verdict) => {
  const { value: _, ...limit } = aLimit({ comparator });

  expect(judge({ hour: anHour({ value }), limits: [{ ...limit, ...figures }] })?.verdict).toBe(verdict);
});

// Behaviour
test("a verdict is provisional one millisecond before noon of the next day and confirmed at A3 from noon on", () => {
  const hour = anHour({ value: 201 });

  expect(judge({ hour, now: plus(NOON, -1) })).toMatchObject({ status: "provisional", level: "A2" });
  expect(judge({ hour, now: NOON })).toMatchObject({ status: "confirmed", level: "A3" });
  expect(ask({ hour, now: NOON }).askAt).toBeNull();
});

test("the last hour of a day is confirmed at noon of the day after that day", () => {
  const hour = anHour({ value: 201, start: at("2026-11-23T23:00:00+08:00") });

  expect(ask({ hour, now: at("2026-11-24T00:05:00+08:00") }).askAt).toBe(NOON);
});

// Behaviour
test("flagged data cannot be judged, before noon of the next day and after it", () => {
  const hour = anHour({ value: 500, flag: "D" });
  const expected = { verdict: "cannot-judge", validity: "flagged", reason: { code: "flagged-data" } };

  expect(judge({ hour })).toMatchObject(expected);
  expect(judge({ hour, now: at("2026-11-25T12:00:00+08:00") })).toMatchObject(expected);
});

test.each([
  [44, "cannot-judge"],
  [45, "exceeding"],
  [46, "exceeding"],
])("an hour above the limit with %i valid minutes is %s", (usable, verdict) => {
  const hour = anHour({ value: 500, minutes: minuteFacts(usable, 60 - usable) });

  expect(judge({ hour })?.verdict).toBe(verdict);
});

// Behaviour
test("a minute that did not come is unknown until the hour is complete and invalid from then on, whoever came first", () => {
  const hour = anHour({ value: 500, minutes: minuteFacts(44, 0) });

  expect(judge({ hour, now: plus(COMPLETE, -1) })?.verdict).toBe("exceeding");
  expect(ask({ hour, now: plus(COMPLETE, -1) }).askAt).toBe(COMPLETE);
  expect(judge({ hour, now: COMPLETE })).toMatchObject({
    verdict: "cannot-judge",
    validity: "too-few",
    reason: { code: "too-few-minutes", facts: { valid: 44, required: 45 } },
  });
});

// Behaviour
test("an hour of which only minutes came is judged by our mean of them when it is complete", () => {
  const hour = anHour({ own: [], minutes: minuteFacts(60, 0) });

  expect(ask({ hour, limits: [aLimit({ value: 100 })] })).toEqual({ verdicts: [], askAt: COMPLETE });
  expect(judge({ hour, limits: [aLimit({ value: 100 })], now: COMPLETE })).toMatchObject({ verdict: "exceeding", value: 150 });
  expect(judge({ hour, limits: [aLimit({ value: 100 })], now: COMPLETE })?.steps()[0]?.code).toBe("mean-of-minutes");
});

// Behaviour
test("an implausible value cannot be judged: -9999 keeps no limit and 6553.5 breaks none", () => {
  for (const value of [-9999, 6553.5])
    expect(judge({ hour: anHour({ value, implausible: true }) })).toMatchObject({
      verdict: "cannot-judge",
      validity: "implausible",
      reason: { code: "implausible-value" },
    });
});

test("marks that came after the deadline leave the verdict standing and dispute it", () => {
  const hour = anHour({ value: 500, late: { flag: "D" } });

  expect(judge({ hour, now: NOON })).toMatchObject({ verdict: "exceeding", status: "confirmed", disputed: true });
});

test("nothing is said without an hour mean, now or later", () => {
  expect(ask({ hour: anHour({ own: [] }) })).toEqual({ verdicts: [], askAt: null });
  expect(EXCEED_HOUR.judge(factsOf({}))).toEqual({ verdicts: [], askAt: null });
});

test("the rule is asked where an hour limit is known, and nowhere else", () => {
  const { outlet } = factsOf({});

  expect(EXCEED_HOUR.appliesTo({ outlet, pollutant: "a21026", bases: new Set(["hour-mean"]) })).toBe(true);
  expect(EXCEED_HOUR.appliesTo({ outlet, pollutant: "a21026", bases: new Set(["day-mean"]) })).toBe(false);
});

test.each([
  ["not yet in force", aLimit({ validFrom: day("2026-11-24") })],
  ["out of force from that day on", aLimit({ validTo: day("2026-11-23") })],
  ["of another basis", aLimit({ basis: "day-mean" })],
  ["of a single secondary source", aLimit({ confidence: "S" })],
  ["of general knowledge", aLimit({ confidence: "G" })],
])("a row that is %s judges no hour", (_, limit) => {
  expect(judge({ hour: anHour({ value: 500 }), limits: [limit] })).toBeUndefined();
});

// Behaviour
test("an hour is judged by the limit in force in that hour", () => {
  const old = aLimit({ id: "old", value: 400, validTo: day("2026-11-23") });
  const current = aLimit({ id: "current", value: 200, validFrom: day("2026-11-23") });
  const at22nd = anHour({ value: 300, start: at("2026-11-22T23:00:00+08:00") });

  expect(judge({ hour: at22nd, limits: [old, current] })).toMatchObject({ verdict: "compliant", limit: { id: "old" } });
  expect(judge({ hour: anHour({ value: 300 }), limits: [old, current] })).toMatchObject({
    verdict: "exceeding",
    limit: { id: "current" },
  });
});

test("of several rows the strictest applies and every one is named in the steps", () => {
  const limits = [
    aLimit({ id: "standard", value: 400 }),
    aLimit({ id: "permit", value: 100 }),
    aLimit({ id: "local", value: 200 }),
  ];
  const verdict = judge({ hour: anHour({ value: 150 }), limits });

  expect(verdict).toMatchObject({ verdict: "exceeding", limit: { id: "permit", value: 100 } });
  expect(verdict?.steps().flatMap((s) => (s.code === "limit" ? [[s.facts.limit.id, s.facts.strictest]] : []))).toEqual([
    ["permit", true],
    ["local", false],
    ["standard", false],
  ]);
});

test("the steps tell the whole way with its numbers", () => {
  const hour = anHour({ value: 230.5, minutes: minuteFacts(58, 2) });

  const limit = toAppliedLimit(aLimit());
  const period = { start: HOUR_START, end: plus(HOUR_START, HOUR) };

  expect(judge({ hour })?.steps()).toEqual([
    { code: "received", facts: { period, value: 230.5, unit: "mg/m3", flag: "N", versions: 1, seq: 7 } },
    { code: "validity", facts: { flag: "N", validMinutes: 58, required: 45, validity: "valid", law: "HJ 75-2017" } },
    { code: "limit", facts: { limit, validTo: null, strictest: false } },
    { code: "comparison", facts: { value: 230.5, limit, outside: true } },
    { code: "tagging-open", facts: { deadline: at("2026-11-24T12:00:00+08:00"), law: "公告 2022 年第 21 号" } },
  ]);
});

const CONVERTED = aLimit({ value: 187.5, converted: true, oxygenReference: 11 });

test("a converted limit compares the device's own converted value when it sent one", () => {
  const hour = anHour({ value: 150, converted: 190 });

  expect(judge({ hour, limits: [CONVERTED], oxygen: oxygenHour(13) })).toMatchObject({ verdict: "exceeding", value: 190 });
});

test("a converted limit computes the value from the hour's oxygen: 150 at 13 % is 187.5, equal to the limit and compliant", () => {
  expect(judge({ limits: [CONVERTED], oxygen: oxygenHour(13) })).toMatchObject({ verdict: "compliant", value: 187.5 });
  expect(judge({ limits: [CONVERTED], oxygen: oxygenHour(13.1) })?.verdict).toBe("exceeding");
});

test("a limit without conversion compares the measured value even when the device sent a converted one", () => {
  expect(judge({ hour: anHour({ value: 150, converted: 500 }) })).toMatchObject({ verdict: "compliant", value: 150 });
});

test.each([
  ["missing", undefined],
  ["21 %", oxygenHour(21)],
  ["flagged", oxygenHour(13, {}, "D")],
  ["of too few minutes", oxygenHour(13, { minutes: minuteFacts(44, 16) })],
])("with oxygen that is %s a converted limit cannot judge", (_, oxygen) => {
  expect(judge({ hour: anHour({ value: 900 }), limits: [CONVERTED], oxygen })).toMatchObject({
    verdict: "cannot-judge",
    reason: { code: "no-usable-oxygen" },
    value: null,
  });
});

test("oxygen from 19 % on is computed and said in the steps", () => {
  const verdict = judge({ limits: [CONVERTED], oxygen: oxygenHour(19) });

  expect(verdict?.value).toBe(750);
  expect(verdict?.steps()).toContainEqual({
    code: "converted",
    facts: expect.objectContaining({ value: 150, converted: 750, oxygen: 19, reference: 11, high: 19 }),
  });
});

test("an hour that is not valid shows the value that would have been compared, and none where none was sent", () => {
  const flagged = { value: 150, flag: "D" };

  expect(judge({ hour: anHour({ ...flagged, converted: 190 }), limits: [CONVERTED] })?.value).toBe(190);
  expect(judge({ hour: anHour(flagged), limits: [CONVERTED] })?.value).toBeNull();
  expect(judge({ hour: anHour(flagged) })?.value).toBe(150);
});

test("a converted limit without a reference oxygen cannot judge a value it must convert", () => {
  const { oxygenReference: _, ...limit } = CONVERTED;

  expect(judge({ limits: [limit], oxygen: oxygenHour(13) })?.verdict).toBe("cannot-judge");
});

test("a row that cannot be compared withholds compliance but not an exceedance of another row", () => {
  const measured = aLimit({ id: "measured", value: 100 });

  expect(judge({ hour: anHour({ value: 150 }), limits: [CONVERTED, measured] })).toMatchObject({
    verdict: "exceeding",
    limit: { id: "measured" },
  });
  expect(judge({ hour: anHour({ value: 90 }), limits: [CONVERTED, measured] })).toMatchObject({ verdict: "cannot-judge" });
});

test("oxygen whose minutes are not complete is asked for again when they are: then the value cannot be converted", () => {
  const oxygen = oxygenHour(13, { minutes: minuteFacts(44, 0) });
  const given = { hour: anHour({ value: 900 }), limits: [CONVERTED], oxygen };

  expect(judge(given)?.verdict).toBe("exceeding");
  expect(ask(given).askAt).toBe(COMPLETE);
  expect(judge({ ...given, now: COMPLETE })?.verdict).toBe("cannot-judge");
});

// Behaviour
test("a value counts in the unit of its channel when it came: 5000 ug/m3 are 5 mg/m3, and mg/L cannot be compared", () => {
  const ten = [aLimit({ value: 10 })];

  expect(judge({ hour: anHour({ value: 5000, unit: "ug/m3" }), limits: ten })).toMatchObject({
    verdict: "compliant",
    value: 5,
    unit: "mg/m3",
  });
  expect(judge({ hour: anHour({ value: 500, unit: "mg/Nm³" }) })?.verdict).toBe("exceeding");
  expect(judge({ hour: anHour({ value: 500, unit: "mg/L" }) })).toMatchObject({
    verdict: "cannot-judge",
    reason: { code: "unit-mismatch" },
    value: null,
    unit: "mg/L",
  });
});

test("the order in which minutes arrived does not matter for the verdict", () => {
  const minutes = Array.from({ length: 60 }, (_, i) =>
    aReading({ basis: "minute", at: plus(HOUR_START, i * MINUTE), flag: i % 4 === 0 ? "C" : "N", value: 500 }, i),
  );
  const own = aReading({ value: 500 }, 60);
  const verdictWord = (order: typeof minutes) => judge({ hour: foldAll([...order, own]) })?.verdict;

  // 15 of 60 minutes are calibration: exactly 45 are valid.
  expect(verdictWord(minutes)).toBe("exceeding");
  fc.assert(
    fc.property(fc.shuffledSubarray(minutes, { minLength: 60, maxLength: 60 }), (order) => {
      expect(foldAll([...order, own])).toEqual(foldAll([...minutes, own]));
    }),
    { numRuns: 30 },
  );
});

test("the steps say how many versions of the mean came, and that the newest counts", () => {
  const hour = anHour({ own: [aVersion({ value: 210, seq: 9 }), aVersion({ value: 190, seq: 7 })] });

  expect(judge({ hour })?.steps()[0]?.facts).toMatchObject({ value: 210, versions: 2, seq: 9 });
});
