import { expect, test } from "vitest";
import type { RevisedReading } from "../core/readings/series.ts";
import { HOUR, plus } from "../core/time.ts";
import { CircleWatch } from "./circle-watch.ts";
import { aReading, NINE } from "./testing/forward-facts.ts";

/** The first value of an hour, said again by entry `seq` after it was corrected. */
function saidAgain(seq: number, at = aReading().at): RevisedReading {
  const corrected = aReading({ at, value: 12, revision: 1, seq: seq - 1 });
  return { ...aReading({ at, value: 10, revision: 0, seq }), previous: corrected };
}

test("what is said for the first time, and what corrects it, is never left out", () => {
  const watch = new CircleWatch();
  const corrections = Array.from({ length: 20 }, (_, i) => aReading({ value: i, revision: i, seq: i + 1 }));

  for (const [i, reading] of corrections.entries()) {
    const previous = corrections[i - 1];
    expect(watch.isRound(previous === undefined ? reading : { ...reading, previous }, NINE)).toBe(false);
  }
  expect(watch.trouble(NINE)).toBeNull();
});

test("a value that comes back after its correction goes up four times, then no more, and the line says so for an hour", () => {
  const watch = new CircleWatch();

  expect([2, 4, 6, 8, 10].map((seq) => watch.isRound(saidAgain(seq), NINE))).toEqual([false, false, false, false, true]);
  expect(watch.trouble(NINE)).toMatchObject({
    ...{ at: NINE, code: "circling" },
    detail: { code: "comes-round", facts: { pollutant: "a21026", times: 4 } },
  });
  expect(watch.trouble(plus(NINE, HOUR))).not.toBeNull();
  expect(watch.trouble(plus(NINE, HOUR + 1))).toBeNull();
});

test("a value of another period, place or kind is counted for itself", () => {
  const watch = new CircleWatch();
  for (const seq of [2, 4, 6, 8]) watch.isRound(saidAgain(seq), NINE);
  const others = [{ basis: "day" }, { outlet: "e1-DA002" }, { pollutant: "a21002" }, { at: plus(NINE, HOUR) }, { revision: 2 }];

  for (const other of others) expect(watch.isRound({ ...saidAgain(10), ...other } as RevisedReading, NINE)).toBe(false);
  expect(watch.isRound(saidAgain(10), NINE)).toBe(true);
});

test("what goes round is known also where it is read together with what overtook it: the state is that of a new correction", () => {
  const watch = new CircleWatch();
  const round = (seq: number) => {
    const [older, newer] = [aReading({ value: 10, revision: 0, seq }), aReading({ value: 12, revision: 1, seq: seq + 1 })];
    return [watch.isRound({ ...older, overtakenBy: newer }, NINE), watch.isRound({ ...newer, previous: older }, NINE)];
  };

  expect([1, 3, 5, 7, 9].map(round)).toEqual([...Array.from({ length: 4 }, () => [false, false]), [true, true]]);
});

test("a page that is looked at again counts no entry twice", () => {
  const watch = new CircleWatch();

  expect([2, 2, 2, 2, 2].map((seq) => watch.isRound(saidAgain(seq), NINE))).toEqual([false, false, false, false, false]);
});

test("where more values go in a circle than are counted, nothing that was said before goes up again, and what is new does", () => {
  const watch = new CircleWatch();
  const periods = Array.from({ length: 50_000 }, (_, i) => saidAgain(2, plus(NINE, i * HOUR)));
  for (const reading of periods) watch.isRound(reading, NINE);

  const other = plus(NINE, -HOUR);
  const correction = { ...aReading({ at: other, value: 12, revision: 1, seq: 2 }), previous: aReading({ at: other, seq: 1 }) };
  expect(watch.isRound(saidAgain(2, other), NINE)).toBe(true);
  expect(watch.isRound(correction, NINE)).toBe(false);
  expect(watch.isRound({ ...aReading({ at: other, seq: 2 }), overtakenBy: correction }, NINE)).toBe(false);
});
