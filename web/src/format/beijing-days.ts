import { beijingDate, DAY } from "./beijing-time.ts";

/** A day of the calendar in Beijing, as `2026-11-23`. Arithmetic on days needs no clock and no zone. */
export type Day = string;

/** True for a day that the calendar has: not `2026-02-30`. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

/** Midnight in Beijing at which the day begins, in milliseconds. */
export function startOfDay(day: Day): number {
  return Date.parse(`${day}T00:00:00.000+08:00`);
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}

/** The same day of another month; its last day where that month is shorter. */
export function addMonths(day: Day, count: number): Day {
  const first = new Date(Date.parse(firstOfMonth(day)));
  first.setUTCMonth(first.getUTCMonth() + count);
  const month = first.toISOString().slice(0, 10);
  first.setUTCMonth(first.getUTCMonth() + 1, 0);
  const last = first.getUTCDate();
  return `${month.slice(0, 8)}${String(Math.min(last, Number(day.slice(8)))).padStart(2, "0")}`;
}

export function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 8)}01`;
}

/** The Monday of the week: weeks begin on Monday here. */
export function mondayOf(day: Day): Day {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  return new Date(Date.parse(day)).getUTCDay() as 0;
}

/** The weeks that a month touches, each from Monday to Sunday. */
export function weeksOfMonth(day: Day): readonly (readonly Day[])[] {
  const month = day.slice(0, 7);
  const weeks: Day[][] = [];
  for (let monday = mondayOf(firstOfMonth(day)); monday.slice(0, 7) <= month; monday = addDays(monday, 7)) {
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((offset) => addDays(monday, offset)));
  }
  return weeks;
}

/** Where a key of a calendar leads from a day; `undefined` for a key that leads nowhere. */
export function movedDay(day: Day, key: string, isShift: boolean): Day | undefined {
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return mondayOf(day);
    case "End":
      return addDays(mondayOf(day), 6);
    case "PageUp":
      return addMonths(day, isShift ? -12 : -1);
    case "PageDown":
      return addMonths(day, isShift ? 12 : 1);
    default:
      return undefined;
  }
}

/** The day in Beijing that an instant lies in. */
export function dayOf(at: number): Day {
  return beijingDate(at);
}
