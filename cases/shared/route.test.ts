import { expect, test } from "vitest";
import { indexRegistry } from "../../core/registry/grid.ts";
import { EMPTY_REGISTRY } from "../../core/registry/registry.ts";
import { aGrid } from "../../tests/support/case-facts.ts";
import { routeCell, routeFinding } from "./route.ts";

const GRID = aGrid();

// Behaviour
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

test("a finding on a grid without cells is not lost: it belongs to no cell and to division 000000", () => {
  expect(routeFinding(indexRegistry(EMPTY_REGISTRY), "e1-DA001")).toEqual({ cell: "", division: "000000" });
});
