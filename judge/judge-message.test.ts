import { expect, test } from "vitest";
import { indexRegistry } from "../core/registry/grid.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { JUDGED, reading, STACK } from "../tests/support/judge-desk.ts";
import { keysOf } from "./judge-message.ts";

test("a message asks for the periods of its readings that are judged; a realtime value is of none", () => {
  const index = indexRegistry(JUDGED);

  expect(keysOf(index, [reading(STACK, 150, { basis: "realtime" })])).toEqual([]);
  expect(keysOf(index, [reading(STACK, 150)])).toContainEqual({ ...STACK, basis: "hour", start: HOUR_START });
});
