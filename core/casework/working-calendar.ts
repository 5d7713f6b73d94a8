import type { BeijingDate } from "../time.ts";

/** What differs from Monday to Friday: the holidays and make-up workdays (调休) of the State Council, as data. */
export interface WorkingCalendar {
  readonly holidays: ReadonlySet<BeijingDate>;
  readonly makeUpDays: ReadonlySet<BeijingDate>;
}

/** Monday to Friday, no holidays. */
export const WEEKDAYS_ONLY: WorkingCalendar = { holidays: new Set(), makeUpDays: new Set() };
