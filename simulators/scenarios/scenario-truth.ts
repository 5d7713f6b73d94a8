import { formatIso, HOUR, type Instant, MINUTE, plus } from "../../core/time.ts";
import { isDuring } from "../plant/plant-state.ts";
import { MINUTE_PERIOD_MS, type StationChannel } from "../plant/station.ts";
import { type EmissionTruth, escapes, isControlled, standingAt } from "./emission-truth.ts";
import type { Outgoing, StationLine } from "./outgoing.ts";
import { type ScenarioStation, spanOf } from "./scenario-plants.ts";
import type { Scenario, ScenarioEvent } from "./scenario-schema.ts";

/** What really happened in an hour at one outlet, and what became of the data about it. */
export interface TruthHour {
  readonly outlet: string;
  readonly pollutant: string;
  readonly start: string;
  /** Mean of the plant's state, in the channel's unit, before any instrument. */
  readonly mean: number;
  /** The mean to compare with the limit: at its reference oxygen where it names one. */
  readonly compared: number;
  readonly limit: number;
  readonly exceeds: boolean;
  /**
   * Unorganised emission of this pollutant at this boundary or bypass in the hour, and how it stood with the bureau
   * when it began.
   */
  readonly emission: "none" | EmissionTruth;
  /** The plant was under an order of a heavy-pollution day. */
  readonly controlled?: true;
  /**
   * What the instrument made of it: `sound`, `invalid` (flagged, or fewer than 45 minutes of valid data), `distorted`
   * (it lies, or is believed to say something else: no rule that looks at one hour can know).
   */
  readonly data: "sound" | "invalid" | "distorted";
  /**
   * When the hour mean went out; `unreadable` when no receiver may take it (its CRC, password or time is wrong, or
   * nobody knows the device).
   */
  readonly sent: "in-time" | "late" | "never" | "unreadable";
  readonly tag?: string;
}

/** The ground truth of a scenario. */
export interface Truth {
  readonly schema: "outfall/truth/1";
  readonly title: Scenario["title"];
  readonly family: readonly string[];
  readonly seed: number;
  readonly start: string;
  readonly end: string;
  readonly hours: readonly TruthHour[];
  readonly declarations: Scenario["declarations"];
  /** What a rule should see, with the hours as instants. */
  readonly expects: readonly {
    readonly rule: string;
    readonly edition: "this" | "later";
    readonly outlet: string;
    readonly pollutant: string | null;
    readonly from: string;
    readonly to: string;
  }[];
}

/** Valid minutes that a valid hour mean has at least (HJ 75-2017). */
const VALID_MINUTES = 45;

/** Takes the truth from the plants' state: every hour of every channel with a limit. */
export function scenarioTruth(scenario: Scenario, lines: readonly StationLine[], start: Instant): Truth {
  return {
    schema: "outfall/truth/1",
    title: scenario.title,
    family: scenario.family,
    seed: scenario.seed,
    start: formatIso(start),
    end: formatIso(plus(start, scenario.hours * HOUR)),
    hours: lines.flatMap((line) => hoursOf(scenario, line, start)),
    declarations: scenario.declarations,
    expects: scenario.expects.map((e) => {
      const { start: from, end: to } = spanOf(e, start);
      return {
        rule: e.rule,
        edition: e.edition,
        outlet: e.outlet,
        pollutant: e.pollutant ?? null,
        from: formatIso(from),
        to: formatIso(to),
      };
    }),
  };
}

function hoursOf(scenario: Scenario, { station, outgoing: line }: StationLine, start: Instant): readonly TruthHour[] {
  const starts = Array.from({ length: scenario.hours }, (_, h) => plus(start, h * HOUR));
  return station.channels.flatMap((channel) =>
    isJudged(channel) ? starts.map((at) => truthHour({ scenario, station, channel, line, start }, at)) : [],
  );
}

/** What has a limit, and the valve of a bypass, which has none. */
function isJudged({ definition: { limit, model } }: StationChannel): boolean {
  return limit !== undefined || model.kind === "valve";
}

/** A bypass that is open for less of an hour is a switch that chatters. */
const OPEN_SHARE = 5 / 60;

interface Known {
  readonly scenario: Scenario;
  readonly station: ScenarioStation;
  readonly channel: StationChannel;
  readonly line: readonly Outgoing[];
  readonly start: Instant;
}

function truthHour(known: Known, at: Instant): TruthHour {
  const { scenario, station, channel, start } = known;
  const { factor, limit, model } = channel.definition;
  const { mean, compared, isExceeding } = channel.truth(at);
  const hour = { scenario, station, factor, start, at };
  const tag = scenario.tags.find((t) => t.outlet === station.outlet && t.factor === factor && isDuring(spanOf(t, start), at));
  return {
    outlet: station.outlet,
    pollutant: factor,
    start: formatIso(at),
    mean: rounded(mean),
    compared: rounded(compared),
    limit: limit?.value ?? OPEN_SHARE,
    exceeds: model.kind === "valve" ? mean >= OPEN_SHARE : isExceeding,
    emission: escapes(hour) ? standingAt(hour) : "none",
    ...(isControlled(hour) && { controlled: true as const }),
    data: dataOf(known, at),
    sent: sendingOf(known, at),
    ...(tag !== undefined && { tag: tag.code }),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

const DISTORTIONS: ReadonlySet<string> = new Set(["stuck", "drift", "clipped", "scaled", "over-range", "diluted", "replayed"]);
/** Deviations after which a frame proves nothing, or does not say of when it is. */
const UNREADABLE: ReadonlySet<string> = new Set(["crc-wrong", "one-hash", "wrong-password", "no-data-time"]);

function dataOf({ scenario, station, channel, line, start }: Known, at: Instant): TruthHour["data"] {
  const { factor } = channel.definition;
  const touching = scenario.events.filter((e) => {
    const span = spanOf(e, start);
    return "outlet" in e && e.outlet === station.outlet && span.start < at + HOUR && at < span.end;
  });
  if (channel.hour(at).flag !== "N" || validMinutes(line, factor, at) < VALID_MINUTES) return "invalid";
  const isConverted = channel.definition.limit?.oxygenReference !== undefined;
  const concerns = (f: string | undefined): boolean => f === undefined || f === factor || (isConverted && f === "a19001");
  const lies = touching.some((e) => isLie(e) && concerns("factor" in e ? e.factor : undefined));
  const isMislabelled =
    station.logger.registeredHourLabel !== undefined && station.logger.registeredHourLabel !== station.logger.hourLabel;
  return lies || isMislabelled || isMistimed(line, at) ? "distorted" : "sound";
}

/** True when the data of the hour claim to be of another one, or those of another one claim to be of it. */
function isMistimed(line: readonly Outgoing[], at: Instant): boolean {
  const isIn = (moment: Instant): boolean => at <= moment && moment < at + HOUR;
  return line.some((o) => o.skewMs !== 0 && (isIn(o.about) || isIn(o.report.at)));
}

function isLie(event: ScenarioEvent): boolean {
  return DISTORTIONS.has(event.kind) || (event.kind === "shows" && event.flag === "N");
}

/** Minutes of the hour that were sent as valid; all 60 when the logger sends no minutes in it at all. */
function validMinutes(line: readonly Outgoing[], factor: string, at: Instant): number {
  const minutes = line.filter(
    (o) => o.report.basis === "minute" && o.about >= at && o.about < at + HOUR && o.again === undefined,
  );
  if (minutes.length === 0) return HOUR / MINUTE;
  return minutes.filter((o) => o.report.values[factor]?.flag === "N").length * (MINUTE_PERIOD_MS / MINUTE);
}

function sendingOf({ scenario, station, line, start }: Known, at: Instant): TruthHour["sent"] {
  const hours = line.filter((o) => o.report.basis === "hour" && o.about === at && !o.isWrong);
  if (hours.length === 0) return "never";
  const readable = hours.filter((o) => isReadable(scenario, station, { at: o.due, start }));
  if (readable.length === 0) return "unreadable";
  return readable.some((o) => !o.isLate) ? "in-time" : "late";
}

function isReadable(
  scenario: Scenario,
  { outlet, logger, protocol }: ScenarioStation,
  { at, start }: { readonly at: Instant; readonly start: Instant },
): boolean {
  if (!logger.registered) return false;
  if (protocol === "mqtt") return true;
  const defects = scenario.events.flatMap((e) =>
    e.kind === "defect" && e.outlet === outlet && isDuring(spanOf(e, start), at) ? [e.defect] : [],
  );
  const sentCrc = defects.includes("crc-modbus") ? "modbus" : defects.includes("crc-swapped") ? "swapped" : "standard";
  return sentCrc === logger.crc && !defects.some((d) => UNREADABLE.has(d));
}
