import { expect, test } from "vitest";
import { plus } from "../core/time.ts";
import { EntryProgress } from "./entry-progress.ts";
import { aDraft, NINE } from "./testing/forward-facts.ts";

const frames = (...seqs: readonly number[]) => seqs.map((seq) => aDraft({ seq, receivedAt: plus(NINE, seq) }));

test("the cursor moves when every frame of an entry and of all before it has arrived", () => {
  const progress = new EntryProgress(frames(3, 5, 5, 8), 2);

  expect([progress.arrived(5), progress.cursor()]).toEqual([false, 2]);
  expect([progress.arrived(5), progress.cursor()]).toEqual([false, 2]);
  expect([progress.arrived(3), progress.cursor()]).toEqual([true, 5]);
  expect([progress.arrived(8), progress.cursor()]).toEqual([true, 8]);
});

test("the oldest message that waits is known by when it came", () => {
  const progress = new EntryProgress(frames(3, 5), 2);

  progress.arrived(5);
  expect(progress.oldestMissingAt()).toBe(plus(NINE, 3));
  progress.arrived(3);
  expect(progress.oldestMissingAt()).toBeNull();
});

test("an arrival too many is a bug", () => {
  const progress = new EntryProgress(frames(3), 2);
  progress.arrived(3);

  expect(() => progress.arrived(3)).toThrow("entry 3 has nothing on its way");
});
