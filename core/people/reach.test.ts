import { expect, test } from "vitest";
import { aGrid, anActor, twoDistricts } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { indexRegistry } from "../registry/grid.ts";
import { gridAt } from "../registry/grid-at.ts";
import type { BeijingDate } from "../time.ts";
import type { Actor } from "./actor.ts";
import { isWithin, reachOf } from "./reach.ts";
import { type Power, ROLES } from "./rights.ts";

const GRID = aGrid();
const OF_E1 = { cell: "g2-a", enterprise: "e1" };

function reaches(
  actor: Actor,
  matter: { readonly cell: string | null; readonly enterprise: string | null },
  index = GRID,
): boolean {
  return isWithin(reachOf(actor, index), matter);
}

test.each([
  ["the street that owns it", anActor("street-officer"), true],
  ["another street", anActor("street-officer", { cells: ["g2-b"] }), false],
  ["the community of the enterprise", anActor("community-officer"), true],
  ["another community of the same street", anActor("community-officer", { cells: ["g3-a2"] }), false],
  ["the district", anActor("bureau-staff"), true],
  ["the whole district, when the bureau names no cells", anActor("bureau-staff", { cells: [] }), true],
  ["the district of the bureau's cell, when it names a street", anActor("bureau-staff", { cells: ["g2-b"] }), true],
  ["a unit without cells", anActor("handling-unit", { cells: [] }), true],
  ["a unit of another street", anActor("handling-unit", { cells: ["g2-b"] }), false],
  ["nobody's cell", anActor("street-officer", { cells: [] }), false],
  ["the enterprise itself", anActor("enterprise-specialist"), true],
  ["another enterprise", anActor("enterprise-specialist", { enterprise: "e2" }), false],
  ["another enterprise with the district's cell", anActor("enterprise-specialist", { enterprise: "e2", cells: ["g1"] }), false],
])("a case of e1 lies within reach of %s: %s", (_, actor, within) => {
  expect(reaches(actor, OF_E1)).toBe(within);
});

test("an enterprise without a cell lies within reach of the district only", () => {
  expect(reaches(anActor("bureau-staff"), { cell: null, enterprise: "e9" })).toBe(true);
  expect(reaches(anActor("street-officer", { cells: ["g1"] }), { cell: null, enterprise: "e9" })).toBe(true);
  expect(reaches(anActor("street-officer"), { cell: null, enterprise: "e9" })).toBe(false);
  expect(reaches(anActor("street-officer"), { cell: "g2-a", enterprise: null })).toBe(true);
});

const DISTRICT_ROLES = ROLES.filter((role) => {
  const everything = reachOf(anActor(role, { cells: [] }), GRID).everything;
  return everything && role !== "administrator";
});

test.each(DISTRICT_ROLES)("of two districts a %s sees the own one and nothing of the other", (role) => {
  const index = twoDistricts();
  const own = anActor(role, { cells: ["g2-b"] });
  const isBound = role !== "handling-unit" && role !== "enforcement-officer";

  expect(reaches(own, { cell: "g2-b", enterprise: "e2" }, index)).toBe(true);
  // A unit that names cells keeps to them; everybody else of the district reaches all of it.
  expect(reaches(own, OF_E1, index)).toBe(isBound);
  expect(reaches(own, { cell: "h2", enterprise: "e8" }, index)).toBe(false);
  expect(reaches(own, { cell: "h1", enterprise: null }, index)).toBe(false);
});

test.each(DISTRICT_ROLES)("of two districts a %s who is bound to none sees nothing", (role) => {
  const nowhere = reachOf(anActor(role, { cells: [] }), twoDistricts());

  expect(nowhere).toEqual({ everything: false, cells: new Set(), enterprises: new Set() });
});

test("an administrator sees all districts", () => {
  expect(reachOf(anActor("administrator", { cells: [] }), twoDistricts()).everything).toBe(true);
});

test("a role lends its power over what it reaches itself, not over what another role of the same person reaches", () => {
  const both = anActor("leader", { roles: ["leader", "street-officer"], cells: ["g2-b"] });
  const over = (power: Power) => isWithin(reachOf(both, GRID, power), OF_E1);

  expect(over("see-own")).toBe(true);
  expect(over("accept")).toBe(false);
});

test("a cell that has ended gives no reach any more, and whoever holds the cell above has it", () => {
  const { registry } = GRID;
  const validTo = "2026-11-23" as BeijingDate;
  const ended = indexRegistry({ ...registry, cells: registry.cells.map((c) => (c.id === "g2-a" ? { ...c, validTo } : c)) });
  const today = gridAt(ended, at("2026-11-23T00:00:00+08:00"));

  expect(reachOf(anActor("street-officer"), today)).toEqual({ everything: false, cells: new Set(), enterprises: new Set() });
  expect(reachOf(anActor("street-officer"), gridAt(ended, at("2026-11-22T23:59:00+08:00"))).enterprises).toEqual(
    new Set(["e1", "e3"]),
  );
});
