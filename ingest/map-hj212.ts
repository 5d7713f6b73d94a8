import type { Rejection } from "../core/readings/message.ts";
import type { Basis } from "../core/readings/reading.ts";
import { labelOf } from "../core/registry/labels.ts";
import { err, type Result } from "../core/result.ts";
import { type Instant, parseBeijingStamp } from "../core/time.ts";
import type { DataTime, Hj212Message } from "./codecs/hj212/decode-frame.ts";
import { dataTimeOf } from "./codecs/hj212/decode-tolerant.ts";
import { noteQuirk, type Quirk } from "./codecs/hj212/quirks.ts";
import { type FactorData, type NumberField, readFactors, strayPieces } from "./codecs/hj212/read-factors.ts";
import { type DecodedContent, type MappingContext, rejectedContent } from "./decoded-content.ts";
import { labelQuirk } from "./label-quirk.ts";
import { type MappedParts, mapFactor, type PacketFacts, VALUE_FIELDS } from "./map-factor.ts";
import { type PlacedTime, placeInTime } from "./place-in-time.ts";
import { orderBy } from "./source-order.ts";

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
    return mapData(message, { stray: NONE, ...body, valueFields: VALUE_FIELDS[body.kind] }, context);
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
  const stray = strayPieces(message.pairs);
  return mapData({ ...message, quirks }, { kind: "realtime", time, factors, stray, valueFields: ["Data"] }, context);
}

interface DataBody {
  readonly kind: Basis;
  readonly time: DataTime;
  readonly factors: readonly FactorData[];
  readonly stray: readonly string[];
  /** The fields that may hold the value, the likeliest first. */
  readonly valueFields: readonly NumberField[];
}

function mapData(message: Hj212Message, body: DataBody, context: MappingContext): DecodedContent {
  const sentAt = message.qn.length === 17 ? parseBeijingStamp(message.qn) : undefined;
  const quirks: Quirk[] = [...message.quirks];
  noteLabel(message, { body, sentAt, context }, quirks);
  const placed = placedTime(body, sentAt, context);
  if (!placed.ok) return { isControl: false, readings: [], rejections: [placed.error], quirks };
  if (body.factors.length === 0) return rejectedContent("wrong-shape", { code: "no-factor", facts: {} }, message.quirks);
  if (placed.value.wasMoved) noteQuirk(quirks, "time-not-on-the-period");
  const parts: MappedParts = { readings: [], rejections: body.stray.map(strayRejection), quirks };
  const { kind: basis, valueFields } = body;
  const order = orderBy(sentAt, context);
  const { st, isBackfill } = message;
  const packet: PacketFacts = { context, st, basis, at: placed.value.at, order, isBackfill, valueFields };
  for (const factor of body.factors) mapFactor(factor, packet, parts);
  return { isControl: false, ...parts };
}

const NONE: readonly never[] = [];

function strayRejection(text: string): Rejection {
  return { reason: "wrong-shape", detail: { code: "piece-of-nothing", facts: { text: text.slice(0, 40) } } };
}

interface Sending {
  readonly body: DataBody;
  readonly sentAt: Instant | undefined;
  readonly context: MappingContext;
}

function noteLabel({ isBackfill }: Hj212Message, { body, sentAt, context }: Sending, quirks: Quirk[]): void {
  if (body.time.state !== "given") return;
  const quirk = labelQuirk(
    { basis: body.kind, at: body.time.at, sentAt, receivedAt: context.entry.at, isBackfill },
    context.device,
  );
  if (quirk !== undefined) noteQuirk(quirks, quirk);
}

function placedTime(
  { kind, time }: DataBody,
  sentAt: Instant | undefined,
  { device, entry }: MappingContext,
): Result<PlacedTime, Rejection> {
  switch (time.state) {
    case "missing":
      return err({ reason: "no-time", detail: { code: "time-missing", facts: { field: "DataTime" } } });
    case "impossible":
      return err({
        reason: "impossible-time",
        detail: { code: "time-impossible", facts: { field: "DataTime", text: time.text } },
      });
    case "given":
      return placeInTime({ at: time.at, basis: kind, label: labelOf(device, kind), sentAt }, device, entry.at);
  }
}
