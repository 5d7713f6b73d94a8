import { expect, test } from "vitest";
import { ALL_ACTORS, aGrid, anActor } from "../../tests/support/case-facts.ts";
import { holdersOf } from "./holders.ts";
import { isWithin, reachOf } from "./reach.ts";
import { holdsAny, POWERS, ROLES } from "./rights.ts";

const GRID = aGrid();
const OF_E1 = { cell: "g2-a", enterprise: "e1" };

test("whose turn it is names the role with the cell of its level that the matter lies in, or with the enterprise", () => {
  expect(holdersOf(["check"], OF_E1, GRID)).toEqual([
    { role: "community-officer", cell: "g3-a1", enterprise: null },
    { role: "street-officer", cell: "g2-a", enterprise: null },
    { role: "bureau-staff", cell: "g1", enterprise: null },
    { role: "duty-desk", cell: "g1", enterprise: null },
  ]);
  expect(holdersOf(["raise-signal"], OF_E1, GRID)[0]).toEqual({
    ...{ role: "enterprise-specialist", cell: null, enterprise: "e1" },
  });
  expect(holdersOf(["work"], OF_E1, GRID)[0]).toEqual({ role: "handling-unit", cell: "g1", enterprise: null });
  expect(holdersOf(["change-registry"], OF_E1, GRID)).toEqual([{ role: "administrator", cell: null, enterprise: null }]);
});

test("a matter without an enterprise lies where its cell does, one of an enterprise without a cell in the district", () => {
  const cellsOf = (cell: string | null, enterprise: string | null) =>
    holdersOf(["check"], { cell, enterprise }, GRID).map((holder) => holder.cell);

  expect(cellsOf("g2-b", null)).toEqual([null, "g2-b", "g1", "g1"]);
  expect(cellsOf(null, "e9")).toEqual([null, null, "g1", "g1"]);
  expect(cellsOf(null, null)).toEqual([null, null, null, null]);
});

// Behaviour
test("whoever is named as the one whose turn it is may act, and whoever may act is named, for every power and role", () => {
  for (const power of POWERS) {
    const named = holdersOf([power], OF_E1, GRID);

    expect(named.map(({ role }) => role)).toEqual(ROLES.filter((role) => holdsAny([role], [power])));
    for (const { role, cell, enterprise } of named) {
      const there = anActor(role, { cells: cell === null ? [] : [cell], enterprise });
      expect(isWithin(reachOf(there, GRID, power), OF_E1)).toBe(true);
    }
  }
  expect(ALL_ACTORS).toHaveLength(ROLES.length);
});
