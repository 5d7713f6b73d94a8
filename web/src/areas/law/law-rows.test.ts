import { expect, test } from "vitest";
import type { LawRowWire } from "../../../../api/resources/law/schema.ts";
import { choicesOf, chosenRows, figureOf } from "./law-rows.ts";

function aRow(over: Partial<LawRowWire> = {}): LawRowWire {
  return {
    ...{
      id: "r1",
      standard: "GB 13271-2014",
      amendment: null,
      table: "表 2",
      appliesTo: { sector: "boiler" },
      outletKind: "stack",
    },
    ...{ pollutant: "a21026", name: "SO₂", basis: "hour-mean", comparator: "<=", value: 200, unit: "mg/m3", compare: "full" },
    ...{
      oxygenReference: 9,
      when: null,
      validFrom: "2014-07-01",
      validTo: null,
      confidence: "C",
      confidenceText: "",
      note: null,
    },
    ...{ unconfirmed: [], standing: "judges", standingText: "", confirmation: [], outlets: ["o1"] },
    ...over,
  };
}

const ROWS = [
  aRow(),
  aRow({ id: "r2", appliesTo: { sector: "cement" }, outlets: [], confidence: "S", standing: "warns" }),
  aRow({ id: "r3", appliesTo: {}, name: "NOₓ", outlets: ["o1", "o2"] }),
];

test("rows are narrowed down by outlet, trade, pollutant, confidence and what they may do; a row of no trade is of each", () => {
  const idsOf = (choice: Parameters<typeof chosenRows>[1]) => chosenRows(ROWS, choice).map(({ id }) => id);

  expect(idsOf({})).toEqual(["r1", "r2", "r3"]);
  expect(idsOf({ outlet: "o2" })).toEqual(["r3"]);
  expect(idsOf({ sector: "cement" })).toEqual(["r2", "r3"]);
  expect(idsOf({ pollutant: "SO₂", sector: "boiler" })).toEqual(["r1"]);
  expect(idsOf({ confidence: "S" })).toEqual(["r2"]);
  expect(idsOf({ standing: "judges", outlet: "o1" })).toEqual(["r1", "r3"]);
});

test("a filter offers each value once, and nothing for rows without one", () => {
  const sectors = choicesOf([...ROWS, aRow()], ({ appliesTo: { sector } }) =>
    sector === undefined ? undefined : { value: sector, text: sector },
  );

  expect(sectors.map(({ value }) => value)).toEqual(["boiler", "cement"]);
});

test.each([
  [{}, "≤ 200 mg/m³"],
  [{ comparator: ">=", value: 850, unit: "°C" }, "≥ 850 °C"],
  [{ comparator: "range", min: 6, max: 9, unit: "" }, "6–9"],
  [{ comparator: "range", min: 6, max: undefined, unit: "" }, ""],
  [{ value: 30, unit: "倍" }, "≤ 30 times"],
  [{ value: undefined }, ""],
] as const)("the figure of %j is %s", (over, text) => {
  expect(figureOf(aRow(over as Partial<LawRowWire>), "en")).toBe(text);
});
