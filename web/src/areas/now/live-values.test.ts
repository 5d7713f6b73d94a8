import { expect, test } from "vitest";
import type { LatestWire } from "../../../../api/resources/outlets/schema.ts";
import { LiveValues } from "./live-values.ts";

const reading = (outlet: string, value: number, basis: LatestWire["basis"] = "realtime"): LatestWire =>
  ({ outlet, pollutant: "a21026", value, basis }) as LatestWire;

/** Values that are handed on when the test says so. */
function held() {
  const flushes: (() => void)[] = [];
  const live = new LiveValues((flush) => {
    flushes.push(flush);
    return () => undefined;
  });
  const told: string[] = [];
  return { live, flushes, told, watch: (key: string) => live.watch(key, () => told.push(key)) };
}

// Behaviour
test("only whoever watches a row is told of its values, once for all that came together", () => {
  const { live, flushes, told, watch } = held();
  watch("o1|a21026");
  watch("o2|a21026");

  for (const value of [1, 2, 3]) live.take(reading("o1", value));
  live.take(reading("o9", 4));
  live.take(reading("o2", 5, "hour"));
  expect([told, flushes.length]).toEqual([[], 1]);
  flushes[0]?.();

  expect(told).toEqual(["o1|a21026"]);
  expect(live.newest("o1|a21026")?.value).toBe(3);
  expect(live.newest("o9|a21026")?.value).toBe(4);
  expect(live.newest("o2|a21026")).toBeUndefined();
});

test("what comes after it was told is told again, and nobody is told who watches no more", () => {
  const { live, flushes, told, watch } = held();
  const stop = watch("o1|a21026");
  const other = watch("o1|a21026");
  live.take(reading("o1", 1));
  flushes[0]?.();
  other();
  live.take(reading("o1", 2));
  stop();
  flushes[1]?.();

  live.take(reading("o1", 3));

  expect(told).toEqual(["o1|a21026", "o1|a21026"]);
  expect(flushes).toHaveLength(2);
});
