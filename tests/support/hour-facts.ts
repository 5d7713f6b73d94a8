import { type DeclaredEmission, NO_STATEMENTS, type Statements } from "../../core/judging/declared-emission.ts";
import type { JudgedVersion, PeriodState } from "../../core/judging/period.ts";
import type { Limit } from "../../core/registry/limit.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { type BeijingDate, HOUR, type Instant, instant, MINUTE, type Period, parseIso, plus } from "../../core/time.ts";
import { rowsInForce } from "../../rules/law/applied-limit.ts";
import type { Facts } from "../../rules/register/rule.ts";

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

/** A version with flag N in mg/m³, said five minutes after the hour. */
export function aVersion(over: Partial<JudgedVersion> = {}): JudgedVersion {
  return { value: 150, flag: "N", unit: "mg/m3", order: HOUR_START + 65 * MINUTE, channelFrom: 0, seq: 7, ...over };
}

/** A normal SO₂ hour mean of 150 mg/m³ without minute data. */
export function anHour(
  over: Partial<PeriodState> & Pick<Partial<JudgedVersion>, "value" | "flag" | "converted" | "unit" | "implausible"> = {},
): PeriodState {
  const { value = 150, flag = "N", unit = "mg/m3", converted, implausible, ...state } = over;
  const own = aVersion({ value, flag, unit, ...(converted !== undefined && { converted }), ...(implausible && { implausible }) });
  return {
    outlet: "e1-DA001",
    pollutant: "a21026",
    basis: "hour",
    start: HOUR_START,
    own: [own],
    minutes: [],
    heardAt: plus(state.start ?? HOUR_START, MINUTE),
    findings: [],
    isColoured: false,
    askAt: null,
    ...state,
  };
}

/** One-minute data of the hour: the first `usable` minutes normal, then `faulty` ones with flag D, the rest missing. */
export function minuteFacts(usable: number, faulty: number, start: Instant = HOUR_START): PeriodState["minutes"] {
  return Array.from({ length: usable + faulty }, (_, i) => ({
    at: instant(plus(start, i * MINUTE)),
    minutes: 1,
    versions: [aVersion({ flag: i < usable ? "N" : "D", seq: i + 1 })],
  }));
}

/** What a rule sees: the hour of the outlet given, its other hours and days, its limits and declarations. */
export function factsOf(given: {
  readonly outlet?: Outlet;
  readonly hour?: PeriodState;
  readonly others?: readonly PeriodState[];
  readonly limits?: readonly Limit[];
  readonly declarations?: readonly DeclaredEmission[];
  readonly statements?: Partial<Statements>;
  readonly period?: Period;
  readonly now?: Instant;
}): Facts {
  const {
    outlet = STACK,
    hour,
    others = [],
    limits = [aLimit()],
    declarations = [],
    now = plus(HOUR_START, 70 * MINUTE),
  } = given;
  const { period = { start: hour?.start ?? HOUR_START, end: plus(hour?.start ?? HOUR_START, HOUR) } } = given;
  const states = [...(hour === undefined ? [] : [hour]), ...others];
  const find = (pollutant: string, basis: string, start: Instant) =>
    states.find((s) => s.pollutant === pollutant && s.basis === basis && s.start === start);
  return {
    outlet,
    pollutant: hour?.pollutant ?? others[0]?.pollutant ?? "a21026",
    period,
    now,
    limits: (basis, use = "judge") => rowsInForce(limits, { basis, start: period.start, use }),
    hour: (pollutant, start) => find(pollutant, "hour", start),
    day: (pollutant, start) => find(pollutant, "day", start),
    statements: () => ({ ...NO_STATEMENTS, ...given.statements, declarations }),
    counted: () => [],
    found: (start) => find(hour?.pollutant ?? others[0]?.pollutant ?? "a21026", "hour", start)?.findings,
  };
}
