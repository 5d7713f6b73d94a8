import { expect, test } from "vitest";
import type { MinuteFact } from "../../core/judging/period.ts";
import { MINUTE, plus } from "../../core/time.ts";
import { aVersion, HOUR_START } from "../../tests/support/hour-facts.ts";
import { coveredMinutes } from "./covered-minutes.ts";

function value(minute: number, registered?: number): MinuteFact {
  const facts = { at: plus(HOUR_START, minute * MINUTE), versions: [aVersion()] as const };
  return registered === undefined ? facts : { ...facts, minutes: registered };
}

function covered(minutes: readonly MinuteFact[], passes: (fact: MinuteFact) => boolean = () => true): number {
  return coveredMinutes({ start: HOUR_START, minutes }, passes);
}

function every(step: number, registered?: number, length = 60 / step): readonly MinuteFact[] {
  return Array.from({ length }, (_, i) => value(i * step, registered));
}

test("no values cover nothing", () => {
  expect(covered([])).toBe(0);
});

test.each([1, 5, 10])("a full hour of values every %i minutes covers it, whether the interval is registered or not", (step) => {
  expect(covered(every(step, step))).toBe(60);
  expect(covered(every(step))).toBe(60);
});

// Behaviour
test("an interval that is not registered is what the values show: 20 of 60 minutes are 20, not 60", () => {
  expect(covered(every(1, undefined, 20))).toBe(20);
  expect(covered(every(3, undefined, 20))).toBe(20);
  expect(covered(every(10, undefined, 2))).toBe(20);
});

test("a device registered with ten minutes that sends every minute counts no minute twice", () => {
  expect(covered(every(1, 10, 44))).toBe(44);
});

test("a value covers at most what is registered, however far its neighbours are", () => {
  expect(covered([value(0, 1), value(10, 1), value(20, 1)])).toBe(3);
});

test("a lone value covers what is registered; where nothing is, ten minutes on tens of minutes and one elsewhere", () => {
  expect(covered([value(20, 5)])).toBe(5);
  expect(covered([value(20)])).toBe(10);
  expect(covered([value(21)])).toBe(1);
});

test("a distance that no logger is set to is a gap and shows no interval", () => {
  expect(covered([value(0), value(3), value(6)])).toBe(3);
  expect(covered([value(0), value(20)])).toBe(20);
  expect(covered([value(0, 10), value(20, 10)])).toBe(20);
});

test("no value reaches beyond the next one or the end of the hour", () => {
  // 0 to 5, 5 to 10 by what they show; 57 to 60 only, since the hour ends.
  expect(covered([value(0), value(5), value(57)])).toBe(13);
  expect(covered([value(55, 10)])).toBe(5);
});

test("only values that pass are counted, and the others still end them", () => {
  const [first] = every(10);

  expect(covered(every(10), (fact) => fact.at === first?.at)).toBe(10);
});
