import { expect, test } from "vitest";
import { DAY, HOUR, type Instant, plus } from "../../../core/time.ts";
import { DAY_PERIOD, DAY_START, EFFLUENT, hoursOfDay, ownDay } from "../../../tests/support/day-facts.ts";
import { aLimit, factsOf } from "../../../tests/support/hour-facts.ts";
import { FORECAST_DAY } from "./forecast-day.ts";

const COD = { pollutant: "w01018", outlet: "e1-DW001", unit: "mg/L" };
const LIMIT = aLimit({ pollutant: "w01018", outlet: "e1-DW001", basis: "day-mean", value: 50, unit: "mg/L" });
const many = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value);

function ask(values: readonly number[], over: { now?: Instant; own?: number; limits?: readonly (typeof LIMIT)[] } = {}) {
  const { now = plus(DAY_START, values.length * HOUR), own, limits = [LIMIT] } = over;
  const others = [...hoursOfDay(values, COD), ...(own === undefined ? [] : [ownDay({ ...COD, value: own })])];
  return FORECAST_DAY.judge(factsOf({ outlet: EFFLUENT, others, limits, now, period: DAY_PERIOD }));
}

// Behaviour
test("twelve hours of which the last three go on foresee a day above its limit: a warning at A1, confirmed or taken back by the day's mean", () => {
  // 9 × 40 + 3 × 70 = 570; twelve more hours of 70 make 1,410 of 24: 58.75. The rest must be (1200 − 570) / 12 = 52.5.
  const values = [...many(9, 40), ...many(3, 70)];

  expect(ask(values.slice(0, 11)).verdicts).toEqual([]);
  const asked = ask(values);
  expect(asked).toMatchObject({ verdicts: [{ rule: "FORECAST-DAY", level: "A1", status: "provisional", value: 58.75 }] });
  expect(asked.verdicts[0]?.reason).toMatchObject({ facts: { isUnavoidable: false, minutesLeft: 720, allowed: 52.5 } });
  expect(asked.askAt).toBe(DAY_PERIOD.end);
  const over = plus(DAY_PERIOD.end, HOUR / 2);
  expect(ask(values, { now: over })).toMatchObject({ verdicts: [{ status: "provisional" }], askAt: plus(DAY_START, DAY + HOUR) });
  expect(ask(values, { now: over, own: 50 }).verdicts[0]?.verdict).toBe("compliant");
  expect(ask([...values, ...many(12, 70)], { now: over, own: 58.75 }).verdicts[0]).toMatchObject({ status: "confirmed" });
  expect(ask([...values, ...many(12, 70)], { now: plus(over, DAY), own: 58.75 }).askAt).toBeNull();
});

test("hours within the limit, a row that is no upper one, and no row at all foresee nothing", () => {
  expect(ask(many(20, 50)).verdicts).toEqual([]);
  expect(ask([...many(20, 40), null as never], { limits: [] })).toMatchObject({ isWithoutLaw: true });
  expect(ask(many(20, 90), { limits: [{ ...LIMIT, comparator: ">=" }] }).verdicts).toEqual([]);
  const { value: _, ...ranged } = { ...LIMIT, min: 6, max: 9 };
  expect(ask(many(20, 90), { limits: [ranged] }).verdicts).toEqual([]);
  const flagged = factsOf({
    ...{ outlet: EFFLUENT, limits: [LIMIT], period: DAY_PERIOD, now: plus(DAY_START, 20 * HOUR) },
    others: hoursOfDay(many(20, 90), { ...COD, flag: "D" }),
  });
  expect(FORECAST_DAY.judge(flagged).verdicts).toEqual([]);
  const late = factsOf({
    ...{ outlet: EFFLUENT, limits: [LIMIT], period: DAY_PERIOD, now: plus(DAY_PERIOD.end, HOUR) },
    others: hoursOfDay(many(20, 90), { ...COD, heardAt: DAY_PERIOD.end }),
  });
  expect(FORECAST_DAY.judge(late).verdicts).toEqual([]);
  const foreign = factsOf({
    outlet: EFFLUENT,
    limits: [LIMIT],
    period: DAY_PERIOD,
    others: hoursOfDay(many(20, 90), { pollutant: "w01018" }),
  });
  expect(FORECAST_DAY.judge(foreign).verdicts).toEqual([]);
});

test("it looks at places whose day means are limited and judged", () => {
  const place = { outlet: EFFLUENT, pollutant: "w01018", bases: new Set(["day-mean"] as const) };

  expect(FORECAST_DAY.appliesTo(place)).toBe(true);
  expect(FORECAST_DAY.appliesTo({ ...place, pollutant: "w01001" })).toBe(false);
  expect(FORECAST_DAY.appliesTo({ ...place, bases: new Set() })).toBe(false);
});
