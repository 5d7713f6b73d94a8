import { expect, test } from "vitest";
import { aGrid } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import type { BeijingDate } from "../time.ts";
import { indexRegistry, streetOfEnterprise } from "./grid.ts";
import { gridAt, heirOf, wholeGrid } from "./grid-at.ts";

const ENDS = "2026-11-23" as BeijingDate;
const BEFORE = at("2026-11-22T23:59:59+08:00");
const AFTER = at("2026-11-23T00:00:00+08:00");
const { registry } = aGrid();
const ended = indexRegistry({
  ...registry,
  cells: registry.cells.map((cell) => (cell.id === "g2-a" ? { ...cell, validTo: ENDS } : cell)),
  assignments: [{ cell: "g1", person: "p1", role: "officer", validFrom: ENDS }],
});

test("a cell is there until the day on which it ends, and what hung under it hangs under the one above", () => {
  expect(streetOfEnterprise(gridAt(ended, BEFORE), "e1")?.id).toBe("g2-a");
  const after = gridAt(ended, AFTER);
  expect(after.cellById.has("g2-a")).toBe(false);
  expect(after.cellById.get("g3-a1")?.parent).toBe("g1");
  expect(streetOfEnterprise(after, "e1")?.id).toBe("g1");
  expect([gridAt(ended, BEFORE), after].map((grid) => grid.registry.assignments.length)).toEqual([0, 1]);
});

test("the grid of a day knows the registry that it was made of, and that of another day", () => {
  const after = gridAt(ended, AFTER);

  expect(wholeGrid(after)).toBe(ended);
  expect(gridAt(after, BEFORE).cellById.has("g2-a")).toBe(true);
  expect(gridAt(ended, AFTER)).toBe(after);
});

test("a registry whose cells and posts are all in force is its own grid", () => {
  expect(gridAt(aGrid(), AFTER).registry).toEqual(aGrid().registry);
});

test("what belonged to a cell that has ended belongs to the nearest one above it", () => {
  expect([heirOf(ended, "g2-a", BEFORE), heirOf(ended, "g2-a", AFTER), heirOf(ended, "nowhere", AFTER)]).toEqual([
    "g2-a",
    "g1",
    "g1",
  ]);
});

test("what hung under a district that has ended, with nothing above, hangs under nothing", () => {
  const cells = registry.cells.map((cell) => (cell.id === "g1" ? { ...cell, validTo: ENDS } : cell));
  const after = gridAt(indexRegistry({ ...registry, cells }), AFTER);

  expect(after.cellById.get("g2-a")?.parent).toBeNull();
  expect(heirOf(after, "g1", AFTER)).toBeUndefined();
});
