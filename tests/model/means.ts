import { dividedBy, type Fraction, fraction, plus, sum, times, ZERO } from "./fraction.ts";
import { inForce, isNoMeasurement, isUsable, type Known } from "./periods.ts";

export const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ENOUGH_MINUTES = 45;
const ENOUGH_HOURS = 20;

/** A mean of an hour or a day, and whether it may be judged. */
export interface Mean {
  readonly value: Fraction;
  /** At the reference oxygen, where the device said so itself. */
  readonly converted?: Fraction;
  readonly validity: "valid" | "flagged" | "implausible" | "too-few";
}

/** What is known of an hour at a moment; nothing while there is neither a mean nor, an hour after its end, a minute. */
export function hourMean(hour: Known | undefined, now: number): Mean | undefined {
  if (hour === undefined) return undefined;
  const isComplete = now >= hour.start + 2 * HOUR;
  const own = inForce(hour.own);
  const minutes = [...hour.minutes].sort(([a], [b]) => a - b).map(([, contents]) => inForce(contents) as NonNullable<typeof own>);
  const valid = minutes.filter((minute) => isUsable(minute) && !isNoMeasurement(minute));
  const faulty = minutes.length - valid.length;
  // Every value covers ten minutes. What has not come may still be valid.
  const counted = minutes.length === 0 ? undefined : isComplete ? valid.length * 10 : 60 - faulty * 10;
  const isTooFew = counted !== undefined && counted < ENOUGH_MINUTES;
  if (own !== undefined) {
    const converted = own.converted === undefined ? {} : { converted: fraction(own.converted) };
    return { value: fraction(own.value), ...converted, validity: validityOf(own, isTooFew) };
  }
  const newest = (valid.length > 0 ? valid : minutes).at(-1);
  // Minutes that come late, one after the other, stand for a mean an hour after the first of them.
  const isSettled = isComplete && now >= hour.heardAt + HOUR;
  if (!isSettled || newest === undefined) return undefined;
  const of = valid.length > 0 ? valid : minutes;
  return { value: meanOf(of.map(({ value }) => fraction(value))), validity: validityOf(newest, isTooFew) };
}

function validityOf(said: { readonly flag: string; readonly value: number }, isTooFew: boolean): Mean["validity"] {
  if (!isUsable(said)) return "flagged";
  if (isNoMeasurement(said)) return "implausible";
  return isTooFew ? "too-few" : "valid";
}

/** What is known of a day: the logger's own mean, else, when the day is complete, that of its valid hours. */
export function dayMean(
  day: Known | undefined,
  start: number,
  facts: {
    readonly hours: readonly (Known | undefined)[];
    readonly flows: readonly (Known | undefined)[] | undefined;
    readonly now: number;
  },
): Mean | undefined {
  const { now } = facts;
  const isComplete = now >= start + DAY + HOUR;
  const hours = facts.hours.map((hour) => hourMean(hour, now));
  const known = hours.filter((hour) => hour !== undefined).length;
  const valid = hours.filter((hour) => hour?.validity === "valid").length;
  const own = day === undefined ? undefined : inForce(day.own);
  if (own !== undefined) {
    const counted = isComplete ? valid : 24 - (known - valid);
    return { value: fraction(own.value), validity: validityOf(own, known > 0 && counted < ENOUGH_HOURS) };
  }
  if (!isComplete) return undefined;
  const weighed = hours.flatMap((hour, i) => {
    const weight = facts.flows === undefined ? fraction(1) : flowOf(facts.flows[i], now);
    return hour?.validity === "valid" && weight.over > 0n ? [{ value: hour.value, weight }] : [];
  });
  if (weighed.length === 0) return undefined;
  const total = sum(weighed.map(({ value, weight }) => times(value, weight)));
  const value = dividedBy(total, weighed.map(({ weight }) => weight).reduce(plus, ZERO));
  return { value, validity: weighed.length < ENOUGH_HOURS ? "too-few" : "valid" };
}

function flowOf(flow: Known | undefined, now: number): Fraction {
  const mean = hourMean(flow, now);
  return mean?.validity === "valid" ? mean.value : ZERO;
}

function meanOf(values: readonly Fraction[]): Fraction {
  return dividedBy(sum(values), fraction(values.length));
}
