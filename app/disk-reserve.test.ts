import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { NO_LOG } from "../core/log.ts";
import { DiskReserve, freeBytesOf } from "./disk-reserve.ts";

/** What is said of the disk as its free space changes; `undefined` for a look that fails. */
async function looks(free: readonly (number | undefined)[], reserveBytes = 1_000) {
  const said: boolean[] = [];
  const left = [...free];
  const reserve = new DiskReserve({
    reserveBytes,
    freeBytes: async () => left.shift() ?? Promise.reject(new Error("no such disk")),
    onChange: (isInReserve) => void said.push(isInReserve),
    counters: { add: () => {}, set: () => {} },
    log: NO_LOG,
  });
  for (const _ of free) await reserve.look();
  return said;
}

test("the reserve begins below its bytes and ends a quarter above them, and each is said once", async () => {
  expect(await looks([1_000, 999, 999, 1_249, 1_250, 1_000])).toEqual([true, false]);
});

test("a look that fails changes nothing, and without a reserve nothing is ever said", async () => {
  expect(await looks([999, undefined, 2_000])).toEqual([true, false]);
  expect(await looks([0, 1], 0)).toEqual([]);
});

test("the free space of a folder is that of its file system", async () => {
  expect(await freeBytesOf(tmpdir())).toBeGreaterThan(0);
});
