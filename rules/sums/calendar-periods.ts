import {
  type BeijingDate,
  beijingDate,
  DAY,
  HOUR,
  type Instant,
  type Period,
  plus,
  startOfBeijingDate,
  startOfBeijingDay,
} from "../../core/time.ts";

/** What hours are summed over. */
export const CALENDAR_PERIODS = ["hour", "day", "month", "quarter", "year"] as const;

export type CalendarPeriod = (typeof CALENDAR_PERIODS)[number];

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The period of the Beijing calendar that contains the moment. */
export function periodAt(period: CalendarPeriod, at: Instant): Period {
  if (period === "hour") {
    const start = (at - (at % HOUR)) as Instant;
    return { start, end: plus(start, HOUR) };
  }
  if (period === "day") {
    const start = startOfBeijingDay(at);
    return { start, end: plus(start, DAY) };
  }
  const months = MONTHS[period];
  const [year, month] = beijingDate(at).split("-").map(Number) as [number, number];
  const first = year * 12 + Math.floor((month - 1) / months) * months;
  return { start: startOfMonth(first), end: startOfMonth(first + months) };
}

/** The periods that begin in or lie over the span, in order. */
export function periodsOver(period: CalendarPeriod, { start, end }: Period): readonly Period[] {
  const periods: Period[] = [];
  for (let next = periodAt(period, start); next.start < end; next = periodAt(period, next.end)) periods.push(next);
  return periods;
}

/** The start of the quarter that contains the moment. */
export function quarterOf(at: Instant): Instant {
  return periodAt("quarter", at).start;
}

/** Months are counted from the year 0. */
function startOfMonth(months: number): Instant {
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  return startOfBeijingDate(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01` as BeijingDate);
}
