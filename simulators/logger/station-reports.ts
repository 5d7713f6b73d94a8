import { HOUR, type Instant } from "../../core/time.ts";
import type { ChannelDefinition } from "../plant/plant-definition.ts";
import { atReference, MINUTE_PERIOD_MS, type StationChannel } from "../plant/station.ts";
import type { Report, ReportedValue } from "./report.ts";

/** What the logger of a station says of the moment `at`. */
export function realtimeReport(station: readonly StationChannel[], at: Instant): Report {
  const samples = station.map((channel) => ({ channel, ...channel.sample(at) }));
  const oxygen = samples.find((s) => s.channel.definition.model.kind === "oxygen")?.value;
  const values = samples.map(({ channel: { definition }, value, flag }): [string, ReportedValue] => [
    definition.factor,
    { value: rounded(value, definition), ...conversion(value, oxygen, definition), flag },
  ]);
  return { basis: "realtime", at, values: Object.fromEntries(values) };
}

/**
 * What the logger says of the ten minutes or the hour that begins at `start`: mean, range, converted mean and total.
 */
export function periodReport(station: readonly StationChannel[], basis: "minute" | "hour", start: Instant): Report {
  const stats = station.map((channel) => ({ channel, stats: channel[basis](start) }));
  const meanOf = (matches: (channel: ChannelDefinition) => boolean): number | undefined =>
    stats.find((s) => matches(s.channel.definition))?.stats.mean;
  const oxygen = meanOf((c) => c.model.kind === "oxygen");
  const flow = meanOf(isFlow);
  const seconds = (basis === "hour" ? HOUR : MINUTE_PERIOD_MS) / 1_000;
  const values = stats.map(({ channel: { definition }, stats: { mean, min, max, flag } }): [string, ReportedValue] => [
    definition.factor,
    {
      value: rounded(mean, definition),
      min: rounded(min, definition),
      max: rounded(max, definition),
      ...conversion(mean, oxygen, definition),
      ...(flow !== undefined && totalOf(definition, { mean, flow, seconds })),
      flag,
    },
  ]);
  return { basis, at: start, values: Object.fromEntries(values) };
}

function isFlow({ model }: ChannelDefinition): boolean {
  return model.kind === "gas-flow" || model.kind === "water-flow";
}

/** A logger converts the mean of the period with the mean oxygen of the same period. */
function conversion(value: number, oxygen: number | undefined, channel: ChannelDefinition): { readonly converted?: number } {
  const reference = channel.limit?.oxygenReference;
  if (reference === undefined || oxygen === undefined || oxygen >= 21) return {};
  return { converted: rounded(atReference(value, oxygen, reference), channel) };
}

/** mg/m³ · m³/s and mg/L · L/s are both mg/s; a flow itself is totalled in m³. */
function totalOf(
  channel: ChannelDefinition,
  { mean, flow, seconds }: { readonly mean: number; readonly flow: number; readonly seconds: number },
): Pick<ReportedValue, "total"> {
  switch (channel.model.kind) {
    case "gas-flow":
      return { total: toDecimals(mean * seconds, 1) };
    case "water-flow":
      return { total: toDecimals((mean * seconds) / 1_000, 1) };
    case "flue-gas":
    case "effluent":
      return { total: toDecimals((mean * flow * seconds) / 1e6, 4) };
    default:
      return {};
  }
}

function rounded(value: number, { analyser }: ChannelDefinition): number {
  return toDecimals(value, analyser.decimals);
}

function toDecimals(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
