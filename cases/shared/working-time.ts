import type { WorkingCalendar } from "../../core/casework/working-calendar.ts";
import {
  type BeijingDate,
  beijingDate,
  type DurationMs,
  HOUR,
  type Instant,
  instant,
  plus,
  plusDays,
  startOfBeijingDate,
  weekdayOf,
} from "../../core/time.ts";
import { OFFICE_HOURS } from "../../limits/figures.ts";

/** True when people work on that date. A make-up day counts even on a weekend; a holiday never. */
export function isWorkingDay(date: BeijingDate, calendar: WorkingCalendar): boolean {
  if (calendar.holidays.has(date)) return false;
  return calendar.makeUpDays.has(date) || weekdayOf(date) <= 5;
}

/**
 * The moment at which `hours` working hours have passed since `from`. Time outside office hours does not count; exactly
 * used-up time ends with the shift it was used in (4 hours from 08:00 end at 12:00, not at 14:00).
 */
export function addWorkingHours(from: Instant, hours: number, calendar: WorkingCalendar): Instant {
  let left: number = hours * HOUR;
  for (let date = beijingDate(from); ; date = plusDays(date, 1)) {
    for (const shift of shiftsOf(date, calendar)) {
      const begin = Math.max(shift.begin, from);
      const room = shift.end - begin;
      if (room <= 0) continue;
      if (left <= room) return instant(begin + left);
      left -= room;
    }
  }
}

/**
 * The end of office hours of the `days`-th working day after the date of `from`: as in the law, the day on which a
 * period begins is not counted.
 */
export function addWorkingDays(from: Instant, days: number, calendar: WorkingCalendar): Instant {
  let date = beijingDate(from);
  let left = days;
  while (left > 0) {
    date = plusDays(date, 1);
    if (isWorkingDay(date, calendar)) left -= 1;
  }
  return plus(startOfBeijingDate(date), (closingHour() * HOUR) as DurationMs);
}

function shiftsOf(date: BeijingDate, calendar: WorkingCalendar): readonly { readonly begin: number; readonly end: number }[] {
  if (!isWorkingDay(date, calendar)) return [];
  const midnight = startOfBeijingDate(date);
  return OFFICE_HOURS.shifts.map((s) => ({ begin: midnight + s.from * HOUR, end: midnight + s.to * HOUR }));
}

function closingHour(): number {
  return Math.max(...OFFICE_HOURS.shifts.map((s) => s.to));
}
