import { isPossibleFlag } from "../core/readings/data-flag.ts";
import type { Rejection } from "../core/readings/message.ts";
import { isImplausible } from "../core/readings/plausibility.ts";
import type { Basis, Reading } from "../core/readings/reading.ts";
import { findChannel } from "../core/registry/grid.ts";
import { err, ok, type Result } from "../core/result.ts";
import { parseBeijingStamp } from "../core/time.ts";
import type { DataTime, Hj212Message } from "./codecs/hj212/decode-frame.ts";
import { dataTimeOf } from "./codecs/hj212/decode-tolerant.ts";
import { noteQuirk, type Quirk } from "./codecs/hj212/quirks.ts";
import { type FactorData, type NumberField, readFactors } from "./codecs/hj212/read-factors.ts";
import { type DecodedContent, type MappingContext, rejectedContent } from "./decoded-content.ts";
import { originOf } from "./origin-of.ts";
import { type PlacedTime, placeInTime } from "./place-in-time.ts";
import { orderByQn, type SourceOrder } from "./source-order.ts";

/**
 * Data commands of the 2000 range that carry no pollutant value we keep: equipment states and times, alarms,
 * self-checks, boot times.
 */
const CONTROL_DATA: ReadonlySet<string> = new Set(["2012", "2021", "2022", "2041", "2062", "2071", "2072", "2081"]);

/**
 * Maps an HJ 212 message to readings. Commands without data are control; data commands that are not known here are put
 * aside, not dropped.
 */
export function mapHj212(message: Hj212Message, context: MappingContext): DecodedContent {
  const { mn, cn, body } = message;
  if (mn !== context.entry.mn) {
    return rejectedContent("wrong-mn", { code: "other-mn", facts: { said: mn, mn: context.entry.mn } }, message.quirks);
  }
  if (body.kind !== "exchange") {
    const { kind, time, factors } = body;
    return mapData(message, { kind, time, factors, valueFields: VALUE_FIELDS[kind] }, context);
  }
  if (cn === "2052" && context.device.edition === "2025") return mapSingleNoise(message, context);
  if (cn.startsWith("2") && !CONTROL_DATA.has(cn)) {
    return rejectedContent("unsupported-command", { code: "command-not-taken", facts: { cn } }, message.quirks);
  }
  return { isControl: true, readings: [], rejections: [], quirks: message.quirks };
}

/**
 * A single measurement of noise (2052 of 2025) is kept as what was measured at its DataTime. Only of a device that is
 * registered as 2025: other protocols with the same version bits give numbers of this range meanings of their own.
 */
function mapSingleNoise(message: Hj212Message, context: MappingContext): DecodedContent {
  const quirks: Quirk[] = [...message.quirks];
  const factors = readFactors(message.pairs, quirks);
  const time = dataTimeOf(message.pairs, quirks);
  return mapData({ ...message, quirks }, { kind: "realtime", time, factors, valueFields: ["Data"] }, context);
}

interface DataBody {
  readonly kind: Basis;
  readonly time: DataTime;
  readonly factors: readonly FactorData[];
  /** The fields that may hold the value, the likeliest first. */
  readonly valueFields: readonly NumberField[];
}

function mapData(message: Hj212Message, body: DataBody, context: MappingContext): DecodedContent {
  const placed = placedTime(body, message.qn, context);
  if (!placed.ok) return { isControl: false, readings: [], rejections: [placed.error], quirks: message.quirks };
  if (body.factors.length === 0) return rejectedContent("wrong-shape", { code: "no-factor", facts: {} }, message.quirks);
  const quirks: Quirk[] = [...message.quirks];
  const order = orderByQn(message.qn, context);
  if (placed.value.wasMoved) noteQuirk(quirks, "time-not-on-the-period");
  const readings: Reading[] = [];
  const rejections: Rejection[] = [];
  for (const factor of body.factors) {
    const reading = readingOf(factor, { message, body, placed: placed.value, context, order });
    if (!reading.ok) rejections.push(reading.error);
    else {
      readings.push(reading.value);
      if (factor.flag === undefined) noteQuirk(quirks, "flag-not-stated");
      if (factor.unreadable.length > 0) noteQuirk(quirks, "value-beside-unreadable");
    }
  }
  return { isControl: false, readings, rejections, quirks };
}

function placedTime({ kind, time }: DataBody, qn: string, { device, entry }: MappingContext): Result<PlacedTime, Rejection> {
  switch (time.state) {
    case "missing":
      return err({ reason: "no-time", detail: { code: "time-missing", facts: { field: "DataTime" } } });
    case "impossible":
      return err({
        reason: "impossible-time",
        detail: { code: "time-impossible", facts: { field: "DataTime", text: time.text } },
      });
    case "given":
      return placeInTime(
        { at: time.at, basis: kind, isEndLabel: device.hourLabel === "end", sentAt: parseBeijingStamp(qn) },
        device,
        entry.at,
      );
  }
}

interface FactorContext {
  readonly message: Hj212Message;
  readonly body: DataBody;
  readonly placed: PlacedTime;
  readonly context: MappingContext;
  readonly order: SourceOrder;
}

function readingOf(factor: FactorData, { message, body, placed, context, order }: FactorContext): Result<Reading, Rejection> {
  const { at } = placed;
  const channel = findChannel(context.registry, { mn: message.mn, st: message.st, factor: factor.factor, at });
  if (channel === undefined) {
    const facts = { factor: factor.factor, st: message.st, mn: message.mn };
    return err({ reason: "unknown-factor", detail: { code: "no-channel", facts } });
  }
  const [conflict] = factor.conflicting;
  if (conflict !== undefined) {
    const facts = { factor: factor.factor, field: conflict };
    return err({ reason: "wrong-shape", detail: { code: "two-values", facts } });
  }
  if (factor.flag !== undefined && !isPossibleFlag(factor.flag)) {
    const facts = { factor: factor.factor, text: factor.flag.slice(0, 40) };
    return err({ reason: "wrong-flag", detail: { code: "value-flag-form", facts } });
  }
  const value = mainValue(factor, body.valueFields);
  if (!value.ok) return value;
  return ok({
    outlet: channel.outlet,
    pollutant: channel.pollutant,
    basis: body.kind,
    at,
    value: value.value,
    flag: factor.flag ?? "N",
    ...besides(factor, body.kind),
    ...originOf(channel, body.kind, context.device),
    ...order,
    ...(isImplausible(value.value, channel.range) && { implausible: true }),
  });
}

/** The field that is the value: the moment's for realtime, the mean for a period; noise has its own names. */
const VALUE_FIELDS: Readonly<Record<Basis, readonly NumberField[]>> = {
  realtime: ["Rtd"],
  minute: ["Avg", "Data"],
  hour: ["Avg", "Data"],
  day: ["Avg", "Data", "DayData", "NightData"],
};

function mainValue({ factor, numbers, unreadable }: FactorData, fields: readonly NumberField[]): Result<number, Rejection> {
  const wrong = unreadable.find((u) => fields.includes(u.field));
  if (wrong !== undefined) {
    const facts = { factor, field: wrong.field, text: wrong.text.slice(0, 40) };
    return err({ reason: "not-a-number", detail: { code: "value-not-a-number", facts } });
  }
  for (const field of fields) {
    const value = numbers[field];
    if (value !== undefined) return ok(value);
  }
  return err({ reason: "not-a-number", detail: { code: "value-missing", facts: { factor, field: fields[0] ?? "" } } });
}

/** What stands beside the value: the device's own conversion, extremes and total. */
function besides({ numbers }: FactorData, basis: Basis): Pick<Reading, "converted" | "min" | "max" | "total"> {
  const converted = basis === "realtime" ? numbers.ZsRtd : numbers.ZsAvg;
  return {
    ...(converted !== undefined && { converted }),
    ...(numbers.Min !== undefined && { min: numbers.Min }),
    ...(numbers.Max !== undefined && { max: numbers.Max }),
    ...(numbers.Cou !== undefined && { total: numbers.Cou }),
  };
}
