import { expect, test } from "vitest";
import { ok } from "../../core/result.ts";
import { aLimit, anHour, at, minuteFacts } from "../../tests/support/hour-facts.ts";
import { convertedValue } from "./converted-value.ts";

const NOW = at("2026-11-23T10:00:00+08:00");
const LIMIT = aLimit({ converted: true, oxygenReference: 11 });
const MEASURED = { value: 150, unit: "mg/m3" };
const FORMULA = { air: 21, law: "GB 13271-2014 5.2" };

function convert(over: Parameters<typeof anHour>[0] | undefined, limit = LIMIT, mean: { converted?: number } = {}) {
  const oxygen = over === undefined ? undefined : anHour({ pollutant: "a19001", unit: "%", ...over });
  return convertedValue({ ...MEASURED, ...mean }, { oxygen, now: NOW }, limit);
}

test("the device's own converted value goes before ours", () => {
  expect(convert({ value: 13 }, LIMIT, { converted: 190 })).toEqual(
    ok({ value: 190, step: { code: "converted-by-device", facts: { ...MEASURED, converted: 190 } } }),
  );
});

test("150 at 13 % with a reference of 11 % is 150 × 10 / 8 = 187.5", () => {
  const facts = { ...MEASURED, oxygen: 13, reference: 11, ...FORMULA, converted: 187.5, high: null };

  expect(convert({ value: 13 })).toEqual(ok({ value: 187.5, step: { code: "converted", facts } }));
});

test("from 19 % on the step says that oxygen is high: 150 × 10 / 2 = 750", () => {
  expect(convert({ value: 19 })).toMatchObject({ value: { value: 750, step: { facts: { high: 19 } } } });
  expect(convert({ value: 18.9 })).toMatchObject({ value: { step: { facts: { high: null } } } });
});

test.each([
  ["no oxygen came", undefined],
  ["it is flagged", { value: 13, flag: "D" }],
  ["it is implausible", { value: 13, implausible: true }],
  ["too few of its minutes are valid", { value: 13, minutes: minuteFacts(44, 0) }],
] as const)("without a valid oxygen hour nothing is converted: %s", (_, over) => {
  expect(convert(over)).toMatchObject({ ok: false, error: { code: "no-oxygen", facts: { ...MEASURED, ...FORMULA } } });
});

test("oxygen of minutes alone counts when the hour is complete", () => {
  const minutes = minuteFacts(60, 0).map((m) => ({ ...m, versions: [{ ...m.versions[0], value: 13, unit: "%" }] as const }));

  expect(convert({ own: [], minutes })).toMatchObject({ ok: true, value: { value: 187.5 } });
});

test("a limit without a reference, and oxygen of 21 % or more, give no value", () => {
  const { oxygenReference: _, ...limit } = LIMIT;

  expect(convert({ value: 13 }, limit)).toMatchObject({ error: { code: "no-reference-oxygen" } });
  expect(convert({ value: 21 })).toMatchObject({ error: { code: "oxygen-unusable", facts: { oxygen: 21, reference: 11 } } });
});
