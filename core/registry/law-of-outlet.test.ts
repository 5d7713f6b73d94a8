import { expect, test } from "vitest";
import { day } from "../../tests/support/hour-facts.ts";
import { aLawRow, TYPED, typing } from "../../tests/support/law-facts.ts";
import { appliesTo, lawInForce, lawSource, limitsOfLaw } from "./law-of-outlet.ts";
import type { LawRow, OutletLaw } from "./law-row.ts";
import type { Outlet } from "./registry.ts";

const FROM = day("2025-01-01");
const anOutlet = (law?: Partial<OutletLaw>, kind: Outlet["kind"] = "stack"): Outlet => ({
  id: "e1-DA001",
  enterprise: "e1",
  code: "DA001",
  name: "锅炉",
  kind,
  ...(law && { law: { validFrom: FROM, ...law } }),
});
const limitsOf = (outlet: Outlet, ...rows: readonly LawRow[]) =>
  limitsOfLaw(
    outlet,
    rows.map((row) => lawInForce(row, undefined)),
  );

// Behaviour
test("a row of the law applies to an outlet that says everything the row asks for; what it does not say is not guessed", () => {
  const row = aLawRow({ appliesTo: { sector: "boiler", fuel: "gas", class: "new" } });

  expect(appliesTo(row, anOutlet({ sector: "boiler", fuel: "gas", class: "new", zone: "special" }))).toBe(true);
  expect(appliesTo(row, anOutlet({ sector: "boiler", fuel: "gas" }))).toBe(false);
  expect(appliesTo(row, anOutlet({ sector: "boiler", fuel: "coal", class: "new" }))).toBe(false);
  expect(appliesTo(row, anOutlet({ sector: "boiler", fuel: "gas", class: "new" }, "boundary"))).toBe(false);
  expect(appliesTo(row, anOutlet())).toBe(false);
});

test("a row for what was built after or before a day asks for the day of building, and neither day is within", () => {
  const after = aLawRow({ appliesTo: { builtAfter: day("2005-12-31") } });
  const before = aLawRow({ appliesTo: { builtBefore: day("1997-01-01") } });
  const built = (row: LawRow, date: string) => appliesTo(row, anOutlet({ built: day(date) }));

  expect(["2005-12-31", "2006-01-01"].map((date) => built(after, date))).toEqual([false, true]);
  expect(["1996-12-31", "1997-01-01"].map((date) => built(before, date))).toEqual([true, false]);
  expect(appliesTo(after, anOutlet({}))).toBe(false);
});

// Behaviour
test("only a confirmed row of the law judges; one with a single source or an unconfirmed part warns, and one of general knowledge does nothing", () => {
  const standing = (over: Partial<LawRow>) => lawInForce(aLawRow(over), undefined).standing;

  expect(standing({ confidence: "C" })).toBe("judges");
  expect(standing({ confidence: "C", unconfirmed: [] })).toBe("judges");
  expect(standing({ confidence: "C", unconfirmed: ["oxygenReference"] })).toBe("warns");
  expect(standing({ confidence: "C", use: "warn" })).toBe("warns");
  expect(standing({ confidence: "S" })).toBe("warns");
  expect(standing({ confidence: "G" })).toBe("disabled");
  expect(standing({ pollutant: null })).toBe("without-factor");
  expect(standing({ value: undefined, confidence: "G" })).toBe("without-figure");
  expect(standing({ when: { pollutant: "w01010", comparator: ">", value: 12, unit: "°C" } })).toBe("conditional");
});

// Behaviour
test("a row that two persons read in print judges with the figure that they read, and one person's reading changes nothing", () => {
  const row = aLawRow({ confidence: "G", value: 100 });
  const two = lawInForce(row, { id: row.id, typings: [typing({ value: 90, oxygenReference: 9 }), typing({ value: 90 })] });

  expect(lawInForce(row, { id: row.id, typings: [typing()] })).toEqual({ row, standing: "disabled" });
  expect(two).toEqual({ standing: "judges", row: { ...row, value: 90, oxygenReference: 9 } });
  expect(lawInForce(aLawRow({ confidence: "G", use: "warn" }), TYPED).standing).toBe("warns");
});

test("a range is confirmed by both its ends, and a row without a figure gets it from those who read it", () => {
  const range = aLawRow({ confidence: "S", comparator: "range", value: undefined, min: 6, max: 9 });
  const read = typing({ value: undefined, min: 6.5, max: 8.5 });
  const empty = aLawRow({ confidence: "G", value: undefined });

  expect(lawInForce(range, { id: range.id, typings: [read, read] })).toMatchObject({
    standing: "judges",
    row: { min: 6.5, max: 8.5 },
  });
  expect(lawInForce(empty, TYPED)).toMatchObject({ standing: "judges", row: { value: 50 } });
});

test("the limit of an outlet begins with its row, and never before the day from which the outlet says what it is", () => {
  const outlet = anOutlet({ sector: "boiler", validTo: day("2027-01-01") });
  const datesOf = (over: Partial<LawRow>) => limitsOf(outlet, aLawRow(over)).map((l) => [l.validFrom, l.validTo]);

  expect(datesOf({})).toEqual([["2025-01-01", "2027-01-01"]]);
  expect(datesOf({ validFrom: day("2026-03-01") })).toEqual([["2026-03-01", "2027-01-01"]]);
  expect(datesOf({ validFrom: day("2020-03-01"), validTo: day("2026-03-01") })).toEqual([["2025-01-01", "2026-03-01"]]);
  expect(datesOf({ validTo: day("2028-01-01") })).toEqual([["2025-01-01", "2027-01-01"]]);
  expect(datesOf({ validTo: day("2025-01-01") })).toEqual([]);
  expect(limitsOf(anOutlet({ sector: "boiler" }), aLawRow({})).map((l) => l.validTo)).toEqual([null]);
});

test("a limit of the law carries what its row says, quotes it, and is told from one of the registry", () => {
  const outlet = anOutlet({ sector: "boiler" });
  const row = aLawRow({ confidence: "S", oxygenReference: 9, compare: "rounded", decimals: 0, amendment: "2026 年修改单" });
  const range = aLawRow({ comparator: "range", value: undefined, min: 6, max: 9, unit: "" });

  expect(limitsOf(outlet, row, aLawRow({ confidence: "G" }))).toEqual([
    {
      ...{ id: "row-1@e1-DA001", outlet: "e1-DA001", pollutant: "a21026", basis: "hour-mean", comparator: "<=", value: 50 },
      ...{ unit: "mg/m3", compare: "rounded", decimals: 0, converted: true, oxygenReference: 9 },
      ...{ validFrom: "2025-01-01", validTo: null, confidence: "S", lawRow: "row-1", source: "GB 13271-2014 2026 年修改单 表 2" },
    },
  ]);
  expect(limitsOf(outlet, range)).toMatchObject([{ comparator: "range", min: 6, max: 9, confidence: "C" }]);
  expect(limitsOf(anOutlet(), row)).toEqual([]);
  expect(lawSource(range)).toBe("GB 13271-2014 表 2");
});
