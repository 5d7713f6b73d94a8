import { expect, test } from "vitest";
import { FACTORS_2005 } from "./factors-2005.ts";

// From the tables B.1 and B.2 of HJ 212-2017 and the units of HJ/T 212-2005.
test.each([
  ["001", "w01001", 1],
  ["01", "a34013", 1],
  ["011", "w01018", 1],
  ["101", "w21011", 1],
  ["02", "a21026", 1],
  ["020", "w20111", 1_000],
  ["022", "w20115", 1_000],
  ["041", "w20089", 1_000_000],
  ["10", "a21001", 1_000_000],
  ["S08", "a01013", 1],
  ["B02", "a00000", 1],
])("the 2005 code %s is %s, its unit times %d", (old, code, unitFactor) => {
  expect(FACTORS_2005.get(old)).toEqual({ code, unitFactor });
});

test("a vendor's code that looks like one of 2005 is not in the table", () => {
  expect(FACTORS_2005.get("801")).toBeUndefined();
});
