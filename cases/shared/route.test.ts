import { expect, test } from "vitest";
import { indexRegistry, type RegistryIndex } from "../../core/registry/grid.ts";
import { EMPTY_REGISTRY } from "../../core/registry/registry.ts";
import { type BeijingDate, HOUR, plus } from "../../core/time.ts";
import { aGrid, NOW } from "../../tests/support/case-facts.ts";
import { at, HOUR_START } from "../../tests/support/hour-facts.ts";
import { routeCell, routeFinding } from "./route.ts";

const GRID = aGrid();
const route = (grid: RegistryIndex, outlet: string, hour = HOUR_START, now = NOW) =>
  routeFinding(grid, { outlet, period: { start: hour, end: plus(hour, HOUR) } }, now);

// Behaviour
test("a finding belongs to the second-level cell of the enterprise, and to the first level when there is none", () => {
  expect(route(GRID, "e1-DA001")).toEqual({ cell: "g2-a", division: "410199" });
  expect(route(GRID, "e2-DA001")).toEqual({ cell: "g2-b", division: "410199" });
  expect(route(GRID, "e9-DA001")).toEqual({ cell: "g1", division: "410199" });
  expect(route(GRID, "gone")).toEqual({ cell: "g1", division: "410199" });
});

test("a report belongs to the second-level cell above the cell it names", () => {
  expect(routeCell(GRID, "g4-e1").cell).toBe("g2-a");
  expect(routeCell(GRID, "g2-b").cell).toBe("g2-b");
  expect(routeCell(GRID, "g1").cell).toBe("g1");
  expect(routeCell(GRID, "gone")).toEqual({ cell: "gone", division: "000000" });
});

test("a finding on a grid without cells is not lost: it belongs to no cell and to division 000000", () => {
  expect(route(indexRegistry(EMPTY_REGISTRY), "e1-DA001")).toEqual({ cell: "", division: "000000" });
});

// Behaviour
test("a finding belongs to the street of its own time, and to that street's heir once the street has ended", () => {
  const day = (text: string) => text as BeijingDate;
  const cells = GRID.registry.cells.flatMap((cell) => {
    if (cell.id === "g2-a") return [{ ...cell, validTo: day("2026-11-20") }];
    // The plant moved to the other street on the day on which its first one ended.
    if (cell.id !== "g4-e1") return [cell];
    return [
      { ...cell, validTo: day("2026-11-20") },
      { ...cell, id: "g4-e1-new", parent: "g2-b", validFrom: day("2026-11-20") },
    ];
  });
  const grid = indexRegistry({ ...GRID.registry, cells });
  const before = at("2026-11-19T08:00:00+08:00");

  expect(route(grid, "e1-DA001", before, before).cell).toBe("g2-a");
  expect(route(grid, "e1-DA001", before).cell).toBe("g1");
  expect(route(grid, "e1-DA001").cell).toBe("g2-b");
});
