import { expect, test } from "vitest";
import { indexRegistry } from "../core/registry/grid.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { NOW } from "../tests/support/case-facts.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { BOUNDARY, JUDGED, reading, STACK } from "../tests/support/judge-desk.ts";
import { changesOf, declarantsOf, keysOf } from "./judge-message.ts";
import { WorkingSet } from "./working-set.ts";

test("a message asks for the periods of its readings that are judged; a realtime value is of none", () => {
  const index = indexRegistry(JUDGED);

  expect(keysOf(index, [reading(STACK, 150, { basis: "realtime" })])).toEqual([]);
  expect(keysOf(index, [reading(STACK, 150)])).toContainEqual({ ...STACK, basis: "hour", start: HOUR_START });
});

test("a message of a place that is not registered asks for its own period alone, and for no declarations", () => {
  const index = indexRegistry(JUDGED);
  const elsewhere = { outlet: "gone", pollutant: "a21026" };

  expect(keysOf(index, [reading(elsewhere, 150)])).toEqual([{ ...elsewhere, basis: "hour", start: HOUR_START }]);
  expect(declarantsOf(index, [reading(elsewhere, 150)])).toEqual([]);
});

test("declarations are read ahead for hours of boundary points, not for their moments and not for stacks", () => {
  const index = indexRegistry(JUDGED);

  expect(declarantsOf(index, [reading(BOUNDARY, 1), reading(STACK, 150)])).toEqual([BOUNDARY.outlet]);
  expect(declarantsOf(index, [reading(BOUNDARY, 1, { basis: "realtime" })])).toEqual([]);
});

test("a value that may break a limit is a likely change, a moment and a value far below it are none", () => {
  const turn = { set: new WorkingSet(new MemoryRecords()), index: indexRegistry(JUDGED), seq: 2, now: NOW };

  expect(changesOf(turn, [reading(STACK, 201)])).toMatchObject([{ key: STACK, mayBreak: true }]);
  expect(changesOf(turn, [reading(STACK, 201, { basis: "realtime" }), reading(STACK, 20)])).toEqual([]);
});
