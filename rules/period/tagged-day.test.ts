import { expect, test } from "vitest";
import type { PeriodState } from "../../core/judging/period.ts";
import type { TaggedPeriod } from "../../core/judging/tagged-period.ts";
import { DAY, HOUR, plus } from "../../core/time.ts";
import { DAY_PERIOD, DAY_START, hoursOfDay, ownDay } from "../../tests/support/day-facts.ts";
import { factsOf } from "../../tests/support/hour-facts.ts";
import { knownDay } from "./day-mean.ts";

const EVENING = plus(DAY_START, DAY - HOUR);
const COMPLETE = plus(DAY_START, DAY + 2 * HOUR);
const SOURCE = "公告 2022 年第 21 号";

/** 900 in the first hours, 30 in the others; those first ones are tagged. */
function dayTagged(hours: number): readonly TaggedPeriod[] {
  const values = Array.from({ length: 24 }, (_, n) => (n < hours ? 900 : 30));
  return hoursOfDay(values).map((hour, n) => (n < hours ? { ...hour, tags: [tagOf(hour)] } : hour));
}

function tagOf({ start }: PeriodState) {
  return { id: "tag:1", tag: "device-fault", from: start, to: plus(start, HOUR), source: SOURCE } as const;
}

function ask(others: readonly TaggedPeriod[], now = COMPLETE) {
  return knownDay(factsOf({ others, period: DAY_PERIOD, now }));
}

// Behaviour
test("a day leaves its tagged hours out: its mean is ours of the others, not the logger's own", () => {
  expect(ask([ownDay({ value: 250 }), ...dayTagged(4)])).toMatchObject({ value: 30, hours: 20, validity: "valid" });
});

test("a day with tagged hours has no mean before it is complete", () => {
  expect(ask([ownDay({ value: 250 }), ...dayTagged(4)], EVENING)).toBeUndefined();
});

test("a day with five tagged hours has a day with 19 valid hours and cannot be judged", () => {
  expect(ask(dayTagged(5))).toMatchObject({ hours: 19, validity: "too-few" });
});

test("a tag on an hour that came too late disputes the day, whose ever mean it is", () => {
  const late = hoursOfDay(Array.from({ length: 24 }, () => 30)).map((hour) => ({
    ...hour,
    late: { tag: "device-fault" } as const,
  }));

  expect(ask([ownDay({ value: 250 }), ...late])).toMatchObject({ value: 250, isDisputed: true });
  expect(ask(late)).toMatchObject({ value: 30, isDisputed: true });
});
