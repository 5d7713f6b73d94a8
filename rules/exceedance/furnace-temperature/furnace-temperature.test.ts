import { expect, test } from "vitest";
import type { MinuteFact, PeriodState } from "../../../core/judging/period.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { DAY_PERIOD, DAY_START, hourOfDay } from "../../../tests/support/day-facts.ts";
import { aLimit, at, aVersion, day, factsOf } from "../../../tests/support/hour-facts.ts";
import { FURNACE_TEMPERATURE } from "./furnace-temperature.ts";

const FURNACE = { pollutant: "a01901", unit: "℃" } as const;
const LIMIT = aLimit({ ...FURNACE, id: "850", basis: "furnace-temperature-5min", comparator: ">=", value: 850 });
const EVENING = at("2026-11-23T20:00:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

interface Said {
  readonly value: number;
  readonly flag?: string;
  readonly implausible?: true;
}

/** The hours of a day whose values stand for so many minutes each: the first ones as given, the rest at 900 ℃. */
function furnaceDay(first: readonly (Said | undefined)[], every = 5): readonly PeriodState[] {
  const count = 60 / every;
  return Array.from({ length: 24 }, (_, number) => {
    const start = plus(DAY_START, number * HOUR);
    const minutes = Array.from({ length: count }, (_, i): readonly MinuteFact[] => {
      const n = number * count + i;
      const said = n < first.length ? first[n] : { value: 900 };
      if (said === undefined) return [];
      return [{ at: plus(start, i * every * MINUTE), minutes: every, versions: [aVersion({ ...said, unit: FURNACE.unit })] }];
    });
    return { ...hourOfDay(number, FURNACE), own: [], minutes: minutes.flat() };
  });
}

function lows(count: number, value = 849): readonly Said[] {
  return Array.from({ length: count }, (_, n) => ({ value: value - n }));
}

function ask(hours: readonly PeriodState[], now: Instant = EVENING, limits = [LIMIT]) {
  return FURNACE_TEMPERATURE.judge(factsOf({ others: hours, period: DAY_PERIOD, limits, now }));
}

// Behaviour
test("five five-minute means of a furnace below 850 ℃ in a natural day keep the limit and six break it", () => {
  expect(ask(furnaceDay(lows(5))).verdicts).toMatchObject([{ verdict: "compliant", value: 845 }]);
  expect(ask(furnaceDay(lows(6)))).toMatchObject({
    verdicts: [
      {
        family: "exceedance",
        basis: "day",
        verdict: "exceeding",
        value: 844,
        unit: "℃",
        limit: { id: "850" },
        status: "provisional",
        level: "A2",
        reason: { code: "broken-too-often", facts: { times: 6, allowed: 5 } },
      },
    ],
    askAt: NOON,
  });
});

test("a mean that is equal to the limit keeps it", () => {
  const equal = Array.from({ length: 20 }, () => ({ value: 850 }));

  expect(ask(furnaceDay(equal)).verdicts).toMatchObject([{ verdict: "compliant" }]);
});

test("it is confirmed at A3 from noon of the next day on", () => {
  expect(ask(furnaceDay(lows(6)), plus(NOON, -1)).verdicts[0]?.status).toBe("provisional");
  expect(ask(furnaceDay(lows(6)), NOON)).toMatchObject({ verdicts: [{ status: "confirmed", level: "A3" }], askAt: null });
});

test("flagged, implausible and missing means are none, and leave open whether the day keeps its limit", () => {
  const gone: readonly (Said | undefined)[] = [{ value: 700, flag: "D" }, { value: -9999, implausible: true }, undefined];

  expect(ask(furnaceDay([...lows(5), ...gone]))).toEqual({ verdicts: [], askAt: null });
  expect(ask(furnaceDay([...lows(2), ...gone])).verdicts).toMatchObject([{ verdict: "compliant" }]);
  expect(ask(furnaceDay([...lows(6), ...gone])).verdicts).toMatchObject([{ verdict: "exceeding" }]);
  expect(ask([])).toEqual({ verdicts: [], askAt: null });
});

test("values of one minute make the mean of five, and values of ten make none", () => {
  // (840 + 840 + 860 + 860 + 845) / 5 = 849
  const five = [840, 840, 860, 860, 845].map((value) => ({ value }));
  const six = Array.from({ length: 6 }, () => five).flat();

  expect(ask(furnaceDay(six, 1)).verdicts).toMatchObject([{ verdict: "exceeding", value: 849 }]);
  expect(ask(furnaceDay(six.slice(0, -1), 1)).verdicts).toMatchObject([{ verdict: "compliant" }]);
  expect(ask(furnaceDay(lows(20), 10)).verdicts).toEqual([]);
});

test("marks that came too late dispute it, and the steps tell the whole way", () => {
  const [verdict] = ask(furnaceDay(lows(6)).map((hour) => ({ ...hour, late: { flag: "D" } }))).verdicts;

  expect(verdict?.disputed).toBe(true);
  expect(verdict?.steps().map(({ code }) => code)).toEqual(["limit", "comparison", "times-broken", "tagging-open"]);
  expect(verdict?.steps()[2]?.facts).toMatchObject({ times: 6, known: 288, allowed: 5 });
  expect(ask(furnaceDay([])).verdicts[0]?.steps().at(-1)?.code).toBe("times-broken");
});

test("a furnace without such a limit, or one that ended before the day, is not judged", () => {
  const ended = { ...LIMIT, validTo: day("2026-11-23") };
  const place = { outlet: factsOf({}).outlet, pollutant: FURNACE.pollutant };

  expect(ask(furnaceDay(lows(6)), EVENING, [ended])).toEqual({ verdicts: [], askAt: null, isWithoutLaw: true });
  expect(FURNACE_TEMPERATURE.appliesTo({ ...place, bases: new Set(["hour-mean"]) })).toBe(false);
  expect(FURNACE_TEMPERATURE.appliesTo({ ...place, bases: new Set(["furnace-temperature-5min"]) })).toBe(true);
});

test("a mean in a unit that does not measure what the limit's does is not counted", () => {
  expect(ask(furnaceDay(lows(6)), EVENING, [{ ...LIMIT, unit: "Pa" }]).verdicts).toEqual([]);
});

test("means under a tag of the thermocouple are none: six low ones that are tagged leave the day open", () => {
  const source = "公告 2019 年第 50 号";
  const tags = [{ id: "tag:1", tag: "thermocouple-fault", from: DAY_START, to: plus(DAY_START, HOUR / 2), source }] as const;
  const hours = furnaceDay(lows(6)).map((hour) => ({ ...hour, tags }));

  expect(ask(hours).verdicts).toEqual([]);
  expect(ask(hours.map((hour) => ({ ...hour, tags: [] }))).verdicts).toMatchObject([{ verdict: "exceeding" }]);
});
