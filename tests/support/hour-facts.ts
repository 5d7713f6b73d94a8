import type { HourState } from "../../core/judging/hour.ts";
import type { Limit } from "../../core/registry/limit.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { type BeijingDate, type Instant, instant, MINUTE, parseIso, plus } from "../../core/time.ts";

/** An instant from ISO text; throws on a typing mistake. */
export function at(text: string): Instant {
  const found = parseIso(text);
  if (found === undefined) throw new Error(`not an instant: ${text}`);
  return found;
}

export function day(text: string): BeijingDate {
  return text as BeijingDate;
}

/** 08:00 on 23 November 2026 in Beijing, the hour that tests judge. */
export const HOUR_START = at("2026-11-23T08:00:00+08:00");

export const STACK: Outlet = { id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" };
export const BOUNDARY: Outlet = { id: "e1-B1", enterprise: "e1", code: "B1", name: "东厂界", kind: "boundary" };

/** SO₂ ≤ 200 mg/m³ from a permit, as an hour mean. */
export function aLimit(over: Partial<Limit> = {}): Limit {
  return {
    id: "e1-DA001-so2-h",
    outlet: "e1-DA001",
    pollutant: "a21026",
    basis: "hour-mean",
    comparator: "<=",
    value: 200,
    unit: "mg/m3",
    validFrom: day("2025-01-01"),
    validTo: null,
    source: "permit",
    confidence: "C",
    ...over,
  };
}

/** A normal SO₂ hour mean of 150 mg/m³ without minute data. */
export function anHour(
  over: Partial<HourState> & { readonly value?: number; readonly flag?: string; readonly converted?: number } = {},
): HourState {
  const { value = 150, flag = "N", converted, ...state } = over;
  return {
    outlet: "e1-DA001",
    pollutant: "a21026",
    start: HOUR_START,
    hour: { value, flag, seq: 7, revision: 0, ...(converted === undefined ? {} : { converted }) },
    minutesCameFirst: false,
    minutes: [],
    ...state,
  };
}

/** One-minute data of the hour: the first `usable` minutes normal, then `faulty` ones with flag D, the rest missing. */
export function minuteFacts(usable: number, faulty: number, start: Instant = HOUR_START): HourState["minutes"] {
  return Array.from({ length: usable + faulty }, (_, i) => ({
    at: instant(plus(start, i * MINUTE)),
    value: 150,
    flag: i < usable ? "N" : "D",
    minutes: 1,
    seq: i + 1,
  }));
}
