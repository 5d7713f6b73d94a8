import { expect, test } from "vitest";
import { instant } from "../core/time.ts";
import { type DeviceCursor, HeldDevices } from "./held-devices.ts";

const AT = instant(0);
const FACTS = { cn: "2061", mn: "m1", answer: "9011", code: "3" };
const REFUSED = { at: AT, code: "refused", detail: { code: "frame-refused", facts: FACTS } } as const;

/** Held devices whose forwarders have come wherever a test says, over cursors that outlive them. */
function heldOver(kept = new Map<string, number>()) {
  const began = new Map<string, DeviceCursor>();
  const reached = new Map<string, number>();
  const stopped: string[] = [];
  const held = new HeldDevices({
    upstream: "city",
    cursors: {
      load: async (reader) => kept.get(reader) ?? 0,
      save: async (reader, seq) => void kept.set(reader, seq),
      forget: async (reader) => void kept.delete(reader),
      all: async () => Object.fromEntries(kept),
    },
    now: () => AT,
    forwardAlone: (mn, place) => {
      began.set(mn, place);
      return {
        cursor: () => reached.get(mn) ?? place.cursor,
        lagEntries: () => 0,
        lastError: () => null,
        stop: async () => void stopped.push(mn),
      };
    },
  });
  return { held, kept, began, reached, stopped };
}

test("what a device's own forwarder has delivered does not go again over the common line once the device is released, and what comes later does", async () => {
  const { held, reached, stopped } = heldOver();
  held.hold("m1", 4, REFUSED);
  const whileHeld = held.isForCommonLine("m1", 5);

  reached.set("m1", 9);
  await held.release(6);

  expect(whileHeld).toBe(false);
  expect([7, 9, 10].map((seq) => held.isForCommonLine("m1", seq))).toEqual([false, false, true]);
  expect([held.states(0), stopped]).toEqual([[], ["m1"]]);
});

test("a device is held until its forwarder has come as far as the common line", async () => {
  const { held, reached } = heldOver();
  held.hold("m1", 4, REFUSED);

  reached.set("m1", 5);
  await held.release(6);

  expect(held.states(0)).toMatchObject([{ mn: "m1", lastError: REFUSED }]);
  expect(held.isForCommonLine("m1", 7)).toBe(false);
});

test("a device whose place was saved goes on there after a restart, also at the very beginning of the journal", async () => {
  const before = heldOver();
  before.held.hold("m1", 4, REFUSED);
  before.held.hold("m2", 0, REFUSED);
  await before.held.saveNew();

  const after = heldOver(before.kept);
  await after.held.restore();

  expect([...after.began].map(([mn, place]) => [mn, place.cursor])).toEqual([
    ["m1", 4],
    ["m2", 0],
  ]);
});

test("a device that was released is not held after a restart", async () => {
  const before = heldOver();
  before.held.hold("m1", 4, REFUSED);
  await before.held.saveNew();
  before.reached.set("m1", 9);
  await before.held.release(9);

  const after = heldOver(before.kept);
  await after.held.restore();

  expect([...after.began]).toEqual([]);
});

test("fifty devices are held and no more", () => {
  const { held } = heldOver();

  const taken = Array.from({ length: 51 }, (_, i) => held.hold(`m${i}`, 0, REFUSED));

  expect(taken.lastIndexOf(true)).toBe(49);
  expect(taken[50]).toBe(false);
});
