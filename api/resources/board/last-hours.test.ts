import fc from "fast-check";
import { expect, test } from "vitest";
import type { Basis } from "../../../core/readings/reading.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { MemoryIntake } from "../../../storage/memory/memory-intake.ts";
import { aMessage } from "../../../tests/support/api-fixture.ts";
import { T0 } from "../../../tests/support/records-facts.ts";
import { LastHours } from "./last-hours.ts";

const SERIES = { outlet: "e1-DA001", pollutant: "a21026" };
const BASES = ["realtime", "minute", "hour", "day"] as const;

interface Step {
  readonly basis: Basis;
  /** When it was measured, in minutes after the start; how long after it the board is looked at. */
  readonly minute: number;
  readonly value: number;
  readonly flag: string;
  readonly passes: number;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    basis: fc.constantFrom(...BASES),
    minute: fc.integer({ min: -70, max: 150 }),
    value: fc.integer({ min: 0, max: 500 }),
    flag: fc.constantFrom("N", "N", "N", "C"),
    passes: fc.integer({ min: 0, max: 25 }),
  }),
  { maxLength: 40 },
);

function message(seq: number, { basis, minute, value, flag }: Step) {
  const said = aMessage(seq, SERIES.outlet, value, plus(T0, minute * MINUTE));
  return { ...said, readings: said.readings.map((r) => ({ ...r, basis, flag, order: seq, converted: value + 1 })) };
}

/** What a board counts and draws of a series. */
async function seen(hours: LastHours, now: Instant) {
  const hour = (await hours.of([SERIES], now))(SERIES);
  return (["realtime", "minute", "hour"] as const).map((basis) => ({
    value: hour[basis].samples("value", 10, now),
    converted: hour[basis].samples("converted", 10, now),
    points: basis === "hour" ? [] : hour[basis].lastHour(now),
  }));
}

// Behaviour
test("what is kept of the last hour is what reading it anew gives, whatever comes late, again, corrected or too early", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const intake = new MemoryIntake();
      const kept = new LastHours(intake);
      let now = T0;
      for (const [i, step] of all.entries()) {
        await intake.apply([message(i + 1, step)], i + 1);
        now = plus(now, step.passes * MINUTE);

        expect(await seen(kept, now)).toEqual(await seen(new LastHours(intake), now));
      }
    }),
  );
});

test("of an hour with many values the line keeps the highest, and the budget counts each", async () => {
  const intake = new MemoryIntake();
  const kept = new LastHours(intake);
  const start = plus(T0, -HOUR);
  await kept.of([SERIES], start);
  for (let i = 0; i < 360; i += 1) {
    const at = plus(start, i * 10_000);
    await intake.apply([aMessage(i + 1, SERIES.outlet, i === 200 ? 999 : 1, at)], i + 1);
    await kept.of([SERIES], at);
  }
  const now = plus(T0, -1);

  const { realtime } = (await kept.of([SERIES], now))(SERIES);

  const points = realtime.lastHour(now);
  expect(points.length).toBeLessThanOrEqual(120);
  expect(points.map(({ value }) => value)).toContain(999);
  expect(realtime.samples("value", 1, now)).toEqual([
    { at: start, minutes: 359, value: (358 + 999) / 359 },
    { at: plus(start, 359 * 10_000), minutes: 1, value: 1 },
  ]);
});

test("after a long silence with very many changes everything is read anew, and an hour that nobody asked for is none", async () => {
  const intake = new MemoryIntake();
  let pages = 0;
  const changes: MemoryIntake["changes"] = (...asked) => {
    pages += 1;
    return intake.changes(...asked);
  };
  const view = { cursor: () => intake.cursor(), outline: intake.outline.bind(intake), changes };
  const kept = new LastHours(view, { most: 3, atOnce: 2 });
  await kept.of([SERIES], T0);
  for (let i = 1; i <= 9; i += 1) await intake.apply([aMessage(i, SERIES.outlet, i, plus(T0, i * 1_000))], i);

  const hourOf = await kept.of([SERIES], plus(T0, MINUTE));

  expect(hourOf(SERIES).realtime.lastHour(plus(T0, MINUTE))).toHaveLength(9);
  expect(pages).toBe(2);
  expect(() => hourOf({ outlet: "other", pollutant: "a21026" })).toThrow("was not asked for");
});

test("a read that fails fails for whoever asked, and not for the next", async () => {
  const intake = new MemoryIntake();
  let isDown = true;
  const outline: MemoryIntake["outline"] = (...asked) => {
    if (isDown) throw new Error("down");
    return intake.outline(...asked);
  };
  const kept = new LastHours({ cursor: () => intake.cursor(), changes: (...asked) => intake.changes(...asked), outline });

  await expect(kept.of([SERIES], T0)).rejects.toThrow("down");
  isDown = false;

  await expect(kept.of([SERIES], T0)).resolves.toBeTypeOf("function");
});
