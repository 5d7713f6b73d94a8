import { expect, test } from "vitest";
import type { FrameWire } from "../../../../api/resources/devices/schema.ts";
import { frameKey, NONE_HELD, newSince, toggled, withOpen } from "./open-frames.ts";

const frame = (second: number): FrameWire => ({
  at: `2026-11-23T00:00:0${second}.000Z`,
  direction: "in",
  raw: `##${second}`,
  rawEncoding: "utf8",
  decoded: null,
});
const [one, two, three, four] = [frame(1), frame(2), frame(3), frame(4)];

test("opening a frame makes the list stand still, closing the last one lets it go", () => {
  const first = toggled(NONE_HELD, { frame: one, isOpen: true, frames: [one, two] });
  const second = toggled(first, { frame: two, isOpen: true, frames: [two, three] });

  expect(second.frames).toEqual([one, two]);
  expect([...second.open]).toEqual([frameKey(one), frameKey(two)]);
  const left = toggled(second, { frame: one, isOpen: false, frames: [three] });
  expect([...left.open]).toEqual([frameKey(two)]);
  expect(toggled(left, { frame: two, isOpen: false, frames: [three] })).toBe(NONE_HELD);
});

test("what is said twice changes nothing", () => {
  const held = toggled(NONE_HELD, { frame: one, isOpen: true, frames: [one] });

  expect(toggled(held, { frame: one, isOpen: true, frames: [two] })).toBe(held);
  expect(toggled(NONE_HELD, { frame: one, isOpen: false, frames: [two] })).toBe(NONE_HELD);
});

test("frames that came since are counted", () => {
  expect(newSince([one, two], [two, three, four])).toBe(2);
});

test("the newest are shown with those that are open, also when an open one has fallen off the end", () => {
  const held = toggled(NONE_HELD, { frame: one, isOpen: true, frames: [one, two] });

  expect(withOpen(held, [three, four])).toEqual([one, three, four]);
  expect(withOpen(held, [one, four])).toEqual([one, four]);
});
