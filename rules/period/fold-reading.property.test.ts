import fc from "fast-check";
import { expect, test } from "vitest";
import type { PeriodState } from "../../core/judging/period.ts";
import { instant, MINUTE, plus } from "../../core/time.ts";
import { at, HOUR_START } from "../../tests/support/hour-facts.ts";
import { ARRIVAL, aReading, foldAll } from "../../tests/support/period-readings.ts";

import { type ArrivedReading, inForce } from "./fold-reading.ts";
import { knownHour } from "./hour-validity.ts";

const NOON = at("2026-11-24T12:00:00+08:00");
const SENTINEL = 6553.5;
const RUNS = { numRuns: 300 };

/** Few values and orders, so that one content is said again, two are of one order, and minutes are corrected. */
const PARTS = {
  value: fc.constantFrom(80, 150, 230, SENTINEL),
  flag: fc.constantFrom("N", "N", "D"),
  total: fc.constantFrom(undefined, undefined, 1, 2),
  order: fc.integer({ min: 0, max: 5 }),
  channelFrom: fc.constantFrom(0, 0, 0, 100),
};

/** Something that a device said: the mean of the hour, or one of six of its minute values. */
const SAID = fc.record({ ...PARTS, minute: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 5 })) });
type Said = typeof SAID extends fc.Arbitrary<infer Value> ? Value : never;

function arrived({ minute, order, channelFrom, total, ...said }: Said): ArrivedReading {
  const of = minute === undefined ? {} : { basis: "minute" as const, at: plus(HOUR_START, minute * 10 * MINUTE), minutes: 10 };
  const parts = { ...(total !== undefined && { total }), ...(said.value === SENTINEL && { implausible: true as const }) };
  // One order of one channel is one message, wherever it stands.
  return aReading({ ...said, ...of, ...parts, order: instant(ARRIVAL + order) }, order * 1000 + channelFrom, { channelFrom });
}

/** A set of readings, a repeat of some of them among them, in an order and in another one, with when each came. */
const SHUFFLED = fc.array(SAID, { minLength: 1, maxLength: 14 }).chain((set) => {
  const readings = set.map(arrived);
  const times = fc.array(fc.integer({ min: 0, max: NOON - ARRIVAL - 1 }), {
    minLength: readings.length * 2,
    maxLength: readings.length * 2,
  });
  return fc.record({
    readings: fc.constant(readings),
    other: fc.shuffledSubarray([...readings, ...readings], { minLength: readings.length * 2, maxLength: readings.length * 2 }),
    times,
  });
});

/** What does not depend on when the first reading came. */
function known({ heardAt: _, ...state }: PeriodState): Omit<PeriodState, "heardAt"> {
  return state;
}

// Behaviour
test("the same readings in any order, repeated as often as one likes before the second watermark, give the same period", () => {
  fc.assert(
    fc.property(SHUFFLED, ({ readings, other, times }) => {
      const shuffled = other.map((reading, i) => ({ ...reading, now: plus(ARRIVAL, times[i] ?? 0) }));

      expect(known(foldAll(shuffled))).toEqual(known(foldAll(readings)));
    }),
    RUNS,
  );
});

test("in force is what its source said last, of the channel that was named last", () => {
  fc.assert(
    fc.property(SHUFFLED, ({ readings, other }) => {
      const own = readings.filter(({ reading }) => reading.basis === "hour");
      const placeOf = ({ channelFrom, reading }: ArrivedReading) => channelFrom * 1000 + reading.order - ARRIVAL;
      const newest = Math.max(...own.map(placeOf));
      const last = own.filter((reading) => placeOf(reading) === newest);
      const values = last.map(({ reading }) => reading.value);

      // Of several contents of one order the greatest is taken.
      expect(inForce(foldAll(other))?.value).toBe(values.length === 0 ? undefined : Math.max(...values));
    }),
    RUNS,
  );
});

// Behaviour
test("what came before, sent again after all corrections and after every watermark, changes nothing", () => {
  fc.assert(
    fc.property(SHUFFLED, ({ readings, other }) => {
      const state = foldAll(readings);

      expect(foldAll(other, state)).toBe(state);
      expect(
        foldAll(
          other.map((reading) => ({ ...reading, now: plus(NOON, MINUTE) })),
          state,
        ),
      ).toBe(state);
    }),
    RUNS,
  );
});

// Behaviour
test("after the second watermark a flag or a minute only marks, and another usable value that is newer revises", () => {
  const inTime = fc.array(SAID.map(arrived), { maxLength: 8 });

  fc.assert(
    fc.property(inTime, SAID, (readings, said) => {
      const state = foldAll([aReading({ order: ARRIVAL }, 0), ...readings]);
      // Newer than everything that came in time.
      const late = { ...arrived({ ...said, order: 9, channelFrom: 100 }), now: NOON };
      const next = foldAll([late], state);
      const before = inForce(state);
      const isOtherValue = said.value !== before?.value;
      const isMark = said.minute !== undefined || said.flag === "D" || (before?.flag === "D" && !isOtherValue);

      if (isMark) {
        expect(inForce(next)).toMatchObject({ value: before?.value, flag: before?.flag });
        expect(knownHour(next, NOON)?.validity).toEqual(knownHour(state, NOON)?.validity);
      } else {
        expect(inForce(next)).toMatchObject({ value: said.value, flag: "N" });
        expect(next.late).toBeUndefined();
      }
    }),
    RUNS,
  );
});
