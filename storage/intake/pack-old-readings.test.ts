import { expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { HOUR, instant } from "../../core/time.ts";
import { packingOldReadings } from "./pack-old-readings.ts";

const clock = { kind: "manual", now: () => instant(10 * HOUR) } as const;

test("a few slices are packed at a time, of what is three hours old, and after the end comes a rest", async () => {
  const asked: number[] = [];
  const left = [true, true, true, true, true, true, false, false];
  const store = {
    pack: async (before: number) => {
      asked.push(before / HOUR);
      return left.shift() ?? false;
    },
  };
  const pack = packingOldReadings(store, clock);

  await pack();
  expect(asked).toEqual([7, 7, 7, 7, 7]);
  await pack();
  expect(asked).toHaveLength(7);
  for (let second = 0; second < 60; second += 1) await pack();
  expect(asked).toHaveLength(7);
  await pack();
  expect(asked).toHaveLength(8);
});

test("a store that cannot be written is left alone for a while", async () => {
  const store = { pack: () => Promise.reject(new StoreUnavailableError("full")) };

  await expect(packingOldReadings(store, clock)()).resolves.toBeUndefined();
});
