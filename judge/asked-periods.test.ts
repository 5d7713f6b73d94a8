import fc from "fast-check";
import { expect, test } from "vitest";
import type { PeriodKey } from "../core/judging/period.ts";
import { HOUR, instant } from "../core/time.ts";
import { AskedPeriods } from "./asked-periods.ts";
import { periodKey } from "./working-set.ts";

const KEY = fc.record({
  outlet: fc.constantFrom("o1", "o2"),
  pollutant: fc.constantFrom("p1", "p2", "p3"),
  basis: fc.constantFrom("hour", "day"),
  start: fc.integer({ min: 0, max: 3 }).map((hour) => instant(hour * HOUR)),
});

test("each period is asked for once, in the order in which it first was, whether few or many are", () => {
  fc.assert(
    fc.property(fc.array(KEY, { maxLength: 80 }), (keys) => {
      const asked = new AskedPeriods();
      for (const key of keys) asked.add(key);

      const first = new Map<string, PeriodKey>();
      for (const key of keys) if (!first.has(periodKey(key))) first.set(periodKey(key), key);
      expect(asked.inOrder).toEqual([...first.values()]);
    }),
  );
});
