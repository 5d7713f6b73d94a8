import type { JudgedVersion, PeriodState } from "../../core/judging/period.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { DAY, HOUR, plus } from "../../core/time.ts";
import { anHour, at } from "./hour-facts.ts";

/** 23 November 2026 in Beijing, the day that tests judge. */
export const DAY_START = at("2026-11-23T00:00:00+08:00");
export const DAY_PERIOD = { start: DAY_START, end: plus(DAY_START, DAY) };

export const EFFLUENT: Outlet = { id: "e1-DW001", enterprise: "e1", code: "DW001", name: "总排口", kind: "effluent" };

type OfDay = Partial<PeriodState> & Pick<Partial<JudgedVersion>, "value" | "flag" | "converted" | "unit" | "implausible">;

/** What is known of one hour of the day, by its number. */
export function hourOfDay(number: number, over: OfDay = {}): PeriodState {
  const start = plus(DAY_START, number * HOUR);
  return anHour({ start, heardAt: plus(start, HOUR), ...over });
}

/** The first hours of the day with these values, one after the other. */
export function hoursOfDay(values: readonly number[], over: OfDay = {}): readonly PeriodState[] {
  return values.map((value, number) => hourOfDay(number, { value, ...over }));
}

/** The logger's own mean of the day. */
export function ownDay(over: OfDay = {}): PeriodState {
  return anHour({ basis: "day", start: DAY_START, heardAt: plus(DAY_START, DAY), ...over });
}
