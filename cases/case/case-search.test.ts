import { expect, test } from "vitest";
import { indexRegistry } from "../../core/registry/grid.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { instant } from "../../core/time.ts";
import { namedWhere } from "./case-search.ts";

const registry: Registry = {
  schema: "outfall/registry/1",
  cells: [
    { id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: "演示区" },
    { id: "g9", level: 1, parent: null, kind: "district", name: "无区划代码" },
  ],
  units: [],
  people: [],
  assignments: [],
  enterprises: [
    { id: "e1", name: "演示水泥厂" },
    { id: "e2", name: "演示化工厂" },
  ],
  emissionUnits: [],
  treatmentUnits: [],
  outlets: [{ id: "e2-DA001", enterprise: "e2", code: "DA001", name: "窑尾", kind: "stack" }],
  devices: [],
  channels: [],
  limits: [],
};
// 2026-12-31 23:30 in Beijing.
const at = { index: indexRegistry(registry), now: instant(Date.parse("2026-12-31T15:30:00.000Z")) };
const found = (text: string): unknown => namedWhere(text, at)[0];

test("a case is found by a part of the name of its enterprise or outlet, in any case of letters", () => {
  expect(found(" 水泥 ")).toEqual({
    any: [[{ field: "number", in: ["水泥"] }], [{ field: "enterprise", in: ["e1"] }], [{ field: "outlet", in: [] }]],
  });
  expect(found("da0")).toEqual({
    any: [[{ field: "number", in: ["da0"] }], [{ field: "enterprise", in: [] }], [{ field: "outlet", in: ["e2-DA001"] }]],
  });
});

test("a case is found by its whole number or by the running one of this Beijing year", () => {
  const numberOf = (text: string): unknown => (found(text) as { any: { in: string[] }[][] }).any[0]?.[0]?.in;

  expect(numberOf("12")).toEqual(["12", "410199-2026-0012"]);
  expect(numberOf("410199-2026-0012")).toEqual(["410199-2026-0012"]);
});

test("a blank text leaves nothing out", () => {
  expect(namedWhere("  ", at)).toEqual([]);
});
