import { expect, test } from "vitest";
import { aGrid, measuredBoundary } from "../../tests/support/case-facts.ts";
import { aLimit } from "../../tests/support/hour-facts.ts";
import { indexRegistry } from "../registry/grid.ts";
import { fugitivePlacesOf } from "./fugitive-places.ts";

test("an enterprise may emit past its stacks wherever something is measured at its boundary, in the plant, at a vent or a bypass", () => {
  expect(fugitivePlacesOf(measuredBoundary(), "e1")).toEqual([
    { outlet: "e1-B1", pollutant: "a24088" },
    { outlet: "e1-B1", pollutant: "a34001" },
  ]);
  expect(fugitivePlacesOf(measuredBoundary(), "e2")).toEqual([]);
});

test("what is limited and not measured counts, too", () => {
  const limit = aLimit({ id: "l", outlet: "e1-B1", pollutant: "a34001", basis: "boundary-hour-mean" });

  expect(fugitivePlacesOf(indexRegistry({ ...aGrid().registry, limits: [limit] }), "e1")).toEqual([
    { outlet: "e1-B1", pollutant: "a34001" },
  ]);
  expect(fugitivePlacesOf(aGrid(), "e1")).toEqual([]);
});
