import { expect, test } from "vitest";
import { FrameLanes } from "./frame-lanes.ts";
import { aDraft } from "./testing/forward-facts.ts";

const frame = (mn: string, cp: string) => aDraft({ mn, cp });
const lanesOf = (...frames: readonly (readonly [string, string])[]) => new FrameLanes(frames.map(([mn, cp]) => frame(mn, cp)));

test("the next frame of a device leaves only when the one before has arrived; other devices do not wait", () => {
  const lanes = lanesOf(["A", "1"], ["A", "2"], ["B", "1"]);

  const first = [lanes.take(), lanes.take(), lanes.take()];
  lanes.arrived("A");

  expect(first.map((f) => f && f.mn + f.cp)).toEqual(["A1", "B1", undefined]);
  expect(lanes.take()?.cp).toBe("2");
});

test("what was on its way when the line broke goes again, before anything newer of its device", () => {
  const lanes = lanesOf(["A", "1"], ["A", "2"], ["B", "1"]);
  lanes.take();
  lanes.arrived("A");
  lanes.take();

  lanes.putBack();

  expect([lanes.take(), lanes.take()].map((f) => f && f.mn + f.cp).sort()).toEqual(["A2", "B1"]);
  expect(lanes.left()).toBe(2);
});

test("devices take turns", () => {
  const lanes = lanesOf(["A", "1"], ["A", "2"], ["B", "1"], ["B", "2"]);
  const order: string[] = [];

  for (let next = lanes.take(); next !== undefined; next = lanes.take()) {
    order.push(next.mn + next.cp);
    lanes.arrived(next.mn);
  }

  expect(order).toEqual(["A1", "B1", "A2", "B2"]);
  expect(lanes.left()).toBe(0);
});

test("an arrival that nobody waits for is a bug", () => {
  expect(() => lanesOf(["A", "1"]).arrived("A")).toThrow("no frame of A is on its way");
});
