import { expect, test } from "vitest";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { CaseworkReader, Moment } from "../../core/casework/subject.ts";
import { indexRegistry } from "../../core/registry/grid.ts";
import { aCase, aGrid, NOW } from "../../tests/support/case-facts.ts";
import { CELL_ENDS, ON_CELL_END, ON_GRID_CHANGE } from "./hand-over.ts";

const GRID = aGrid();
const ENDS: Deadline = { id: "cell-ends:g2-a", at: NOW, kind: CELL_ENDS, subject: "g2-a", detail: "" };
const momentIn = (index: Moment["index"]) => ({ now: NOW, seq: 9, index }) as Moment;
const NO_CASES = { list: async () => ({ items: [], next: null }) } as unknown as CaseworkReader;
const without = (...cells: readonly string[]) =>
  indexRegistry({ ...GRID.registry, cells: GRID.registry.cells.filter(({ id }) => !cells.includes(id)) });

test("the day of a cell that goes on, or that has no open case, hands nothing over", () => {
  expect(ON_CELL_END.decide(ENDS, momentIn(GRID), [aCase("reported")])).toBeUndefined();
  expect(ON_CELL_END.decide(ENDS, momentIn(without("g2-a")), [])).toBeUndefined();
});

test("cases of a grid that is gone as a whole stay where they are: there is nobody above", async () => {
  const none = indexRegistry({ ...GRID.registry, cells: [] });

  const left = await ON_GRID_CHANGE.needs(GRID, momentIn(none), NO_CASES);

  expect(left).toEqual(GRID.registry.cells.map(({ id }) => ({ cases: [], to: id })));
  expect(ON_CELL_END.decide(ENDS, momentIn(none), [aCase("reported")])).toBeUndefined();
});
