import { expect, test } from "vitest";
import type { Reading } from "../core/readings/reading.ts";
import { indexRegistry } from "../core/registry/grid.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { NOW } from "../tests/support/case-facts.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { BOUNDARY, JUDGED, reading, STACK } from "../tests/support/judge-desk.ts";
import { arrivalsOf, changesOf, declarantsOf, unreadOf } from "./judge-message.ts";
import { WorkingSet } from "./working-set.ts";

const ELSEWHERE = { outlet: "gone", pollutant: "a21026" };

function arrivals(...readings: readonly Reading[]) {
  return arrivalsOf({ set: new WorkingSet(new MemoryRecords()), index: indexRegistry(JUDGED), seq: 2, now: NOW }, readings);
}

test("a message asks for the periods of its readings that are judged; a realtime value is of none", () => {
  expect(arrivals(reading(STACK, 150, { basis: "realtime" }))).toEqual([]);
  expect(unreadOf(arrivals(reading(STACK, 150)))).toContainEqual({ ...STACK, basis: "hour", start: HOUR_START });
});

test("what is in memory of a place is not asked for again", async () => {
  const hour = arrivals(reading(STACK, 150));
  await hour[0]?.turn.set.loadPeriods(unreadOf(hour));

  expect(unreadOf(hour)).toEqual([]);
});

test("a message of a place that is not registered asks for its own period alone, and for no declarations", () => {
  expect(unreadOf(arrivals(reading(ELSEWHERE, 150)))).toEqual([{ ...ELSEWHERE, basis: "hour", start: HOUR_START }]);
  expect(declarantsOf(arrivals(reading(ELSEWHERE, 150)))).toEqual([]);
});

test("declarations are read ahead for hours of boundary points, not for their moments and not for stacks", () => {
  expect(declarantsOf(arrivals(reading(BOUNDARY, 1), reading(STACK, 150)))).toEqual(["e1"]);
  expect(declarantsOf(arrivals(reading(BOUNDARY, 1, { basis: "realtime" })))).toEqual([]);
});

test("a value that may break a limit is a likely change, a moment and a value far below it are none", () => {
  expect(changesOf(arrivals(reading(STACK, 201)))).toMatchObject([{ key: STACK, mayBreak: true }]);
  expect(changesOf(arrivals({ ...reading(STACK, 20), converted: 201 }))).toMatchObject([{ key: STACK, mayBreak: true }]);
  expect(changesOf(arrivals(reading(STACK, 201, { basis: "realtime" }), reading(STACK, 20)))).toEqual([]);
});
