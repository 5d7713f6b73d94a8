import { expect, test } from "vitest";
import { aGrid, anActor } from "../tests/support/case-facts.ts";
import { isWithinReach } from "./reach.ts";
import { routeCell, routeFinding } from "./route.ts";

const GRID = aGrid();

test("a finding belongs to the second-level cell of the enterprise, and to the first level when there is none", () => {
  expect(routeFinding(GRID, "e1-DA001")).toEqual({ cell: "g2-a", division: "410199" });
  expect(routeFinding(GRID, "e2-DA001")).toEqual({ cell: "g2-b", division: "410199" });
  expect(routeFinding(GRID, "e9-DA001")).toEqual({ cell: "g1", division: "410199" });
  expect(routeFinding(GRID, "gone")).toEqual({ cell: "g1", division: "410199" });
});

test("a report belongs to the second-level cell above the cell it names", () => {
  expect(routeCell(GRID, "g4-e1").cell).toBe("g2-a");
  expect(routeCell(GRID, "g2-b").cell).toBe("g2-b");
  expect(routeCell(GRID, "g1").cell).toBe("g1");
  expect(routeCell(GRID, "gone")).toEqual({ cell: "gone", division: "000000" });
});

test.each([
  ["the street that owns it", anActor("street-officer"), true],
  ["another street", anActor("street-officer", { cells: ["g2-b"] }), false],
  ["the community of the enterprise", anActor("community-officer"), true],
  ["another community of the same street", anActor("community-officer", { cells: ["g3-a2"] }), false],
  ["the district", anActor("bureau-staff"), true],
  ["the whole district, when the bureau names no cells", anActor("bureau-staff", { cells: [] }), true],
  ["nobody's cell", anActor("street-officer", { cells: [] }), false],
  ["the enterprise itself", anActor("enterprise-specialist"), true],
  ["another enterprise", anActor("enterprise-specialist", { enterprise: "e2" }), false],
  ["another enterprise with the district's cell", anActor("enterprise-specialist", { enterprise: "e2", cells: ["g1"] }), false],
])("a case of e1 lies within reach of %s: %s", (_, actor, within) => {
  expect(isWithinReach(GRID, actor, { cell: "g2-a", enterprise: "e1" })).toBe(within);
});

test("an enterprise without a cell lies within reach of the district only", () => {
  expect(isWithinReach(GRID, anActor("bureau-staff"), { cell: null, enterprise: "e9" })).toBe(true);
  expect(isWithinReach(GRID, anActor("street-officer"), { cell: null, enterprise: "e9" })).toBe(false);
  expect(isWithinReach(GRID, anActor("street-officer"), { cell: "g2-a", enterprise: null })).toBe(true);
});
