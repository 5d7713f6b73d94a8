import { HOUR, type Instant, instant, MINUTE, plus } from "../../core/time.ts";
import type { Report, ReportedValue } from "../logger/report.ts";
import { periodReport, realtimeReport } from "../logger/station-reports.ts";
import { createNoise } from "../plant/noise.ts";
import type { EventTime } from "../plant/plant-definition.ts";
import { isDuring } from "../plant/plant-state.ts";
import { MINUTE_PERIOD_MS, type StationChannel } from "../plant/station.ts";
import { type ScenarioStation, spanOf } from "./scenario-plants.ts";
import type { Scenario, ScenarioEvent } from "./scenario-schema.ts";

/** A report on its way out of a logger. */
export interface Outgoing {
  /** When it goes out; the logger's clock may think otherwise. */
  readonly due: Instant;
  /** What it says, by the logger's clock. */
  readonly report: Report;
  /** The period or moment it is really about. */
  readonly about: Instant;
  /** How far the logger's clock is ahead. */
  readonly skewMs: number;
  /** The same message as the one before it: with its QN, or with a new one. */
  readonly again?: "same-qn" | "new-qn";
  /** True when it did not go out when it should have. */
  readonly isLate: boolean;
  /** True for a value that a later report puts right. */
  readonly isWrong: boolean;
}

/** A station with everything that its logger sends. */
export interface StationLine {
  readonly station: ScenarioStation;
  readonly outgoing: readonly Outgoing[];
}

/** A logger needs some seconds to close a period; minutes come before their hour. */
const MINUTE_DELAY = 5_000;
const HOUR_DELAY = 20_000;
/** Between two messages of a back-fill. */
const BACKFILL_STEP = 200;
const REPEAT_DELAY = 2_000;

/** What the logger of a station sends in the scenario, in the order in which it goes out. */
export function outgoingReports(scenario: Scenario, station: ScenarioStation, start: Instant): readonly Outgoing[] {
  const events = scenario.events.filter((e) => "outlet" in e && e.outlet === station.outlet);
  let line = usualReports(scenario, station, start);
  for (const event of events) line = afterEvent(line, { event, span: spanOf(event, start), seed: scenario.seed });
  return line.toSorted((a, b) => a.due - b.due);
}

function usualReports({ hours }: Scenario, { channels, logger }: ScenarioStation, start: Instant): readonly Outgoing[] {
  const end = plus(start, hours * HOUR);
  const line: Outgoing[] = [];
  const add = (report: Report, due: Instant): void =>
    void line.push({ due, report, about: report.at, skewMs: 0, isLate: false, isWrong: false });
  const realtimeMs = (logger.realtimeSeconds ?? 0) * 1_000;
  for (let at = start; realtimeMs > 0 && at < end; at = plus(at, realtimeMs)) add(realtimeReport(channels, at), at);
  for (let at = start; at < end; at = plus(at, HOUR)) {
    const { minutes, hour } = hourOf(channels, at);
    for (const report of minutes) add(report, plus(report.at, MINUTE_PERIOD_MS + MINUTE_DELAY));
    add(hour, plus(at, HOUR + HOUR_DELAY));
  }
  return line;
}

function hourOf(
  channels: readonly StationChannel[],
  at: Instant,
): { readonly minutes: readonly Report[]; readonly hour: Report } {
  const starts = Array.from({ length: HOUR / MINUTE_PERIOD_MS }, (_, i) => plus(at, i * MINUTE_PERIOD_MS));
  return { minutes: starts.map((s) => periodReport(channels, "minute", s)), hour: periodReport(channels, "hour", at) };
}

interface LineEvent {
  readonly event: ScenarioEvent;
  readonly span: EventTime & { readonly kind: "once" };
  readonly seed: number;
}

function afterEvent(line: readonly Outgoing[], { event, span, seed }: LineEvent): readonly Outgoing[] {
  const isIn = (o: Outgoing): boolean => isDuring(span, o.due);
  const isAbout = (o: Outgoing): boolean => isDuring(span, o.about);
  switch (event.kind) {
    case "hours-missing":
      return line.filter((o) => !(o.report.basis === "hour" && isAbout(o)));
    case "minutes-missing":
      return line.filter((o) => !(o.report.basis === "minute" && isAbout(o)));
    case "corrected":
      return line.flatMap((o) => (o.report.basis === "hour" && isAbout(o) ? corrected(o, event) : [o]));
    case "totaliser":
      return withRunningTotals(line, span, event.start);
    case "clock-wrong": {
      const skewMs = event.minutes * MINUTE;
      return line.map((o) => (isIn(o) ? { ...o, skewMs, report: { ...o.report, at: plus(o.report.at, skewMs) } } : o));
    }
    case "link-lost":
      return lost(line, isIn, event.backfill ? span.end : undefined);
    case "reordered":
      return shuffled(line, { isIn, end: span.end, seed });
    case "duplicated":
      return line.flatMap((o): readonly Outgoing[] =>
        isIn(o) ? [o, { ...o, due: plus(o.due, REPEAT_DELAY), again: event.newQn ? "new-qn" : "same-qn" }] : [o],
      );
    default:
      return line;
  }
}

function corrected(
  right: Outgoing,
  { factor, by, afterHours }: { readonly factor: string; readonly by: number; readonly afterHours: number },
): readonly Outgoing[] {
  const said = right.report.values[factor];
  if (said === undefined) return [right];
  const times = (value: number): number => Number((value * by).toFixed(3));
  const wrong: ReportedValue = {
    ...said,
    value: times(said.value),
    ...(said.min !== undefined && { min: times(said.min) }),
    ...(said.max !== undefined && { max: times(said.max) }),
    ...(said.converted !== undefined && { converted: times(said.converted) }),
  };
  return [
    { ...right, isWrong: true, report: { ...right.report, values: { ...right.report.values, [factor]: wrong } } },
    { ...right, isLate: true, due: plus(right.due, afterHours * HOUR) },
  ];
}

/** The counter runs on over minutes and hours alike; what it shows is what the last hour ended with. */
function withRunningTotals(line: readonly Outgoing[], span: LineEvent["span"], start: number): readonly Outgoing[] {
  const counters = new Map<string, number>();
  return line.map((o) => {
    if (!isDuring(span, o.about)) return o;
    const values = Object.entries(o.report.values).map(([factor, said]): [string, ReportedValue] => {
      if (said.total === undefined) return [factor, said];
      const counted = (counters.get(factor) ?? start) + (o.report.basis === "hour" ? said.total : 0);
      counters.set(factor, counted);
      return [factor, { ...said, total: Number(counted.toFixed(4)) }];
    });
    return { ...o, report: { ...o.report, values: Object.fromEntries(values) } };
  });
}

function lost(line: readonly Outgoing[], isIn: (o: Outgoing) => boolean, back: Instant | undefined): readonly Outgoing[] {
  let sent = 0;
  return line
    .toSorted((a, b) => a.due - b.due)
    .flatMap((o) => {
      if (!isIn(o)) return [o];
      // A realtime value of an hour ago is of no use to anybody: loggers keep means only.
      if (back === undefined || o.report.basis === "realtime") return [];
      return [{ ...o, due: plus(back, BACKFILL_STEP * ++sent), isLate: true }];
    });
}

function shuffled(
  line: readonly Outgoing[],
  { isIn, end, seed }: { readonly isIn: (o: Outgoing) => boolean; readonly end: Instant; readonly seed: number },
): readonly Outgoing[] {
  const chance = createNoise(seed, "reordered");
  const places = line
    .map((o, i) => ({ o, i, at: chance.jitter(i) }))
    .filter(({ o }) => isIn(o))
    .toSorted((a, b) => a.at - b.at);
  const placeOf = new Map(places.map(({ i }, place) => [i, place]));
  return line.map((o, i) => {
    const place = placeOf.get(i);
    return place === undefined ? o : { ...o, due: instant(end + BACKFILL_STEP * place), isLate: true };
  });
}
