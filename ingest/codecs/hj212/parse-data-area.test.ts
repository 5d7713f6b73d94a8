import { expect, test } from "vitest";
import type { Quirk } from "../../../core/readings/quirks.ts";
import { parseDataArea } from "./parse-data-area.ts";

/** Each pair as `factor-field=value`. */
function pairsOf(area: string): readonly string[] {
  return parseDataArea(area, []).map(({ factor, field, value }) => `${factor}-${field}=${value}`);
}

test("a decimal comma does not cut a number: a piece without an equals sign belongs to the value before it", () => {
  const quirks: Quirk[] = [];

  expect(parseDataArea("a21026-Avg=200,9,a21026-Flag=N", quirks)).toEqual([
    { factor: "a21026", field: "Avg", value: "200,9", item: 0, isText: false },
    { factor: "a21026", field: "Flag", value: "N", item: 0, isText: false },
  ]);
  expect(quirks).toEqual(["item-without-value"]);
});

test.each([
  ["first", "9,a21026-Avg=200", ["-=9", "a21026-Avg=200"]],
  ["first of its item", "a21026-Avg=200;9", ["a21026-Avg=200", "-=9"]],
  ["behind a text that was taken whole", "i11001-Info=//open//,9", ["i11001-Info=open", "-=9"]],
])("a piece without an equals sign belongs to no value when it stands %s", (_where, area, pairs) => {
  expect(pairsOf(area)).toEqual(pairs);
});
