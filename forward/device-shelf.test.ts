import { expect, test } from "vitest";
import { instant } from "../core/time.ts";
import { DeviceShelf, type ShelfPlace } from "./device-shelf.ts";

const AT = instant(0);
const REFUSED = { at: AT, code: "refused", text: "2061 of m1 was refused" } as const;

/** A shelf whose carriers stand wherever a test puts them, over cursors that outlive it. */
function shelfOver(kept = new Map<string, number>()) {
  const began = new Map<string, ShelfPlace>();
  const reached = new Map<string, number>();
  const stopped: string[] = [];
  const shelf = new DeviceShelf({
    upstream: "city",
    cursors: {
      load: async (reader) => kept.get(reader) ?? 0,
      save: async (reader, seq) => void kept.set(reader, seq),
      all: async () => Object.fromEntries(kept),
    },
    now: () => AT,
    carry: (mn, place) => {
      began.set(mn, place);
      return {
        cursor: () => reached.get(mn) ?? place.cursor,
        lagEntries: () => 0,
        lastError: () => null,
        stop: async () => void stopped.push(mn),
      };
    },
  });
  return { shelf, kept, began, reached, stopped };
}

test("what a carrier has brought does not go again over the common line once the device is back, and what comes behind it does", async () => {
  const { shelf, reached, stopped } = shelfOver();
  shelf.put("m1", 4, REFUSED);
  const whileHeld = shelf.leaves("m1", 5);

  reached.set("m1", 9);
  await shelf.takeBack(6);

  expect(whileHeld).toBe(false);
  expect([7, 9, 10].map((seq) => shelf.leaves("m1", seq))).toEqual([false, false, true]);
  expect([shelf.states(), stopped]).toEqual([[], ["m1"]]);
});

test("a device stays on the shelf until its carrier has come as far as the common line", async () => {
  const { shelf, reached } = shelfOver();
  shelf.put("m1", 4, REFUSED);

  reached.set("m1", 5);
  await shelf.takeBack(6);

  expect(shelf.states()).toMatchObject([{ mn: "m1", lastError: REFUSED }]);
  expect(shelf.leaves("m1", 7)).toBe(false);
});

test("a device whose place was saved goes on there after a restart, also at the very beginning of the journal", async () => {
  const before = shelfOver();
  before.shelf.put("m1", 4, REFUSED);
  before.shelf.put("m2", 0, REFUSED);
  await before.shelf.saved();

  const after = shelfOver(before.kept);
  await after.shelf.restore();

  expect([...after.began].map(([mn, place]) => [mn, place.cursor])).toEqual([
    ["m1", 4],
    ["m2", 0],
  ]);
});

test("a device that is back is not on the shelf after a restart", async () => {
  const before = shelfOver();
  before.shelf.put("m1", 4, REFUSED);
  await before.shelf.saved();
  before.reached.set("m1", 9);
  await before.shelf.takeBack(9);

  const after = shelfOver(before.kept);
  await after.shelf.restore();

  expect([...after.began]).toEqual([]);
});

test("the shelf takes fifty devices and no more", () => {
  const { shelf } = shelfOver();

  const taken = Array.from({ length: 51 }, (_, i) => shelf.put(`m${i}`, 0, REFUSED));

  expect(taken.lastIndexOf(true)).toBe(49);
  expect(taken[50]).toBe(false);
});
