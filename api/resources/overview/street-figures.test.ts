import { expect, test } from "vitest";
import { indexRegistry } from "../../../core/registry/grid.ts";
import { twoPlants } from "../../../tests/support/api-fixture.ts";
import { figuresByStreet } from "./street-figures.ts";

const index = indexRegistry(twoPlants());
const none = new Map<string, number>();

test("what cells below a street own counts for the street, and streets with most to do stand first", () => {
  const { total, streets } = figuresByStreet(
    {
      exceeding: new Map([["g4-2", 1]]),
      open: new Map([
        ["g3-1", 2],
        ["g2-1", 1],
        ["g4-2", 1],
      ]),
      overdue: new Map([["g3-1", 1]]),
      supervised: none,
      undeclared: none,
    },
    index,
    ["g2-1", "g2-2"],
  );

  expect(total).toEqual({ exceeding: 1, open: 4, overdue: 1, supervised: 0, undeclared: 0 });
  expect(streets.map((s) => [s.cell, s.exceeding, s.open, s.overdue])).toEqual([
    ["g2-2", 1, 1, 0],
    ["g2-1", 0, 3, 1],
  ]);
});

test("a street without anything stands there with zeroes, and what no street owns under its own cell", () => {
  const { streets } = figuresByStreet(
    { exceeding: none, open: new Map([["g1", 1]]), overdue: none, supervised: none, undeclared: none },
    index,
    ["g2-1"],
  );

  expect(streets.map((s) => [s.name, s.open])).toEqual([
    ["演示区环境保护监管片区", 1],
    ["街道1环境保护监管片区", 0],
  ]);
});

test("what a cell owns that is not registered any more, or that lies below no street, counts under its own cell", () => {
  const { cells, ...rest } = twoPlants();
  const lone = { id: "g3-9", level: 3, parent: null, kind: "community", name: "社区9" } as const;
  const open = new Map([
    ["gone", 2],
    ["g3-9", 1],
  ]);

  const { streets } = figuresByStreet(
    { exceeding: none, open, overdue: none, supervised: none, undeclared: none },
    indexRegistry({ ...rest, cells: [...cells, lone] }),
    [],
  );

  expect(streets.map((s) => [s.cell, s.name, s.open])).toEqual([
    ["gone", "gone", 2],
    ["g3-9", "社区9", 1],
  ]);
});
