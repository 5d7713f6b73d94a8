import { expect, test } from "vitest";
import type { PeriodState } from "../../core/judging/period.ts";
import type { Limit } from "../../core/registry/limit.ts";
import { aLimit, anHour, at } from "../../tests/support/hour-facts.ts";
import { toAppliedLimit } from "./applied-limit.ts";
import { type Compared, compareRows } from "./compare.ts";

const NOW = at("2026-11-23T10:00:00+08:00");
const CONVERTED = aLimit({ converted: true, oxygenReference: 9 });

function compare(mean: Partial<Compared>, limits: readonly [Limit, ...Limit[]] = [aLimit()], oxygen?: PeriodState) {
  return compareRows({ value: 150, unit: "mg/m3", ...mean }, { oxygen, now: NOW }, limits);
}

function oxygenOf(value: number): PeriodState {
  return anHour({ pollutant: "a19001", unit: "%", value });
}

// Behaviour
test("120 mg/m³ at 13.8 % O₂ against 200 is compliant: 120 × 12 / 7.2 is 200 and not 200.00000000000003", () => {
  expect((120 * (21 - 9)) / (21 - 13.8)).toBeGreaterThan(200);
  expect(compare({ value: 120 }, [CONVERTED], oxygenOf(13.8))).toMatchObject({ verdict: "compliant", value: 200 });
});

test("a converted value that is above in the twelfth digit is above", () => {
  expect(compare({ value: 120.00000001 }, [CONVERTED], oxygenOf(13.8))).toMatchObject({
    verdict: "exceeding",
    value: 200.000000017,
  });
});

test("a value as it was sent is compared in full, in more digits than arithmetic carries", () => {
  expect(compare({ value: 200.0000000000001 }).verdict).toBe("exceeding");
  expect(compare({ value: 200 }).verdict).toBe("compliant");
});

// Behaviour
test("values in micrograms are compared in milligrams, the device's converted one, too", () => {
  const ten = aLimit({ value: 10 });
  const { verdict, value, steps } = compare({ value: 5000, unit: "ug/m3" }, [ten]);

  expect([verdict, value]).toEqual(["compliant", 5]);
  expect(steps()).toEqual([
    { code: "unit-shift", facts: { value: 5000, unit: "ug/m3", shifted: 5, limitUnit: "mg/m3" } },
    { code: "comparison", facts: { value: 5, limit: toAppliedLimit(ten), outside: false } },
  ]);
  expect(compare({ value: 5000, converted: 10001, unit: "ug/m3" }, [aLimit({ value: 10, converted: true })])).toMatchObject({
    verdict: "exceeding",
    value: 10.001,
  });
  expect(compare({ value: 0.25, unit: "g/m3" })).toMatchObject({ verdict: "exceeding", value: 250 });
});

test("a shift leaves no noise: 200100 ug/m3 are 200.1 mg/m3, and equal to a limit of that", () => {
  expect(compare({ value: 200100, unit: "ug/m3" }, [aLimit({ value: 200.1 })])).toMatchObject({
    verdict: "compliant",
    value: 200.1,
  });
});

test("a unit that measures something else is not compared", () => {
  const found = compare({ unit: "mg/L" });

  expect(found).toMatchObject({
    verdict: "cannot-judge",
    value: null,
    limit: aLimit(),
    reason: { code: "unit-mismatch", facts: { unit: "mg/L", limitUnit: "mg/m3" } },
  });
  expect(found.steps()).toEqual([{ code: "unit-mismatch", facts: { unit: "mg/L", limit: toAppliedLimit(aLimit()) } }]);
});

test("one broken row is enough, and of several the strictest is named; all rows are in the steps", () => {
  const rows = [aLimit({ id: "a", value: 100 }), aLimit({ id: "b", value: 120 }), aLimit({ id: "c", value: 400 })] as const;
  const found = compare({}, rows);

  expect(found).toMatchObject({ verdict: "exceeding", limit: { id: "a" } });
  expect(found.steps()).toHaveLength(3);
  expect(compare({}, [CONVERTED, rows[1]])).toMatchObject({ verdict: "exceeding", limit: { id: "b" } });
  expect(compare({ value: 90 }, rows)).toMatchObject({ verdict: "compliant", limit: { id: "a" } });
});

test("a row that cannot be compared withholds compliance", () => {
  expect(compare({ value: 90 }, [aLimit(), CONVERTED])).toMatchObject({
    verdict: "cannot-judge",
    reason: { code: "no-usable-oxygen" },
    limit: { converted: true },
  });
});

// Behaviour
test("a limit that is compared rounded takes 50.5 against 50 as 50, and one compared in full as above it", () => {
  const full = aLimit({ value: 50, compare: "full" });
  const rounded = aLimit({ value: 50, compare: "rounded", decimals: 0 });
  const steps = (limit: Limit) => compare({ value: 50.5 }, [limit]).steps();

  expect(compare({ value: 50.5 }, [full])).toMatchObject({ verdict: "exceeding", value: 50.5 });
  expect(compare({ value: 50.5 }, [rounded])).toMatchObject({ verdict: "compliant", value: 50 });
  expect(compare({ value: 51.5 }, [rounded])).toMatchObject({ verdict: "exceeding", value: 52 });
  expect(steps(full).map((step) => step.code)).toEqual(["comparison"]);
  expect(steps(rounded)).toMatchObject([
    { code: "rounded", facts: { value: 50.5, rounded: 50, decimals: 0 } },
    { code: "comparison", facts: { value: 50, outside: false } },
  ]);
});
