import { isKnownFlag } from "../core/readings/data-flag.ts";
import type { Rejection } from "../core/readings/message.ts";
import { isImplausible } from "../core/readings/plausibility.ts";
import type { Reading } from "../core/readings/reading.ts";
import { findChannel } from "../core/registry/grid.ts";
import type { Channel } from "../core/registry/registry.ts";
import { err, type Result } from "../core/result.ts";
import type { Instant } from "../core/time.ts";
import { noteQuirk, type Quirk } from "./codecs/hj212/quirks.ts";
import type { JsonFault, JsonReading, JsonReadings } from "./codecs/json/decode-readings.ts";
import type { JsonValue } from "./codecs/json/json-value.ts";
import { type DecodedContent, type MappingContext, rejectedContent } from "./decoded-content.ts";
import { originOf } from "./origin-of.ts";
import { type PlacedTime, placeInTime } from "./place-in-time.ts";
import { orderBy, type SourceOrder } from "./source-order.ts";

/**
 * Maps JSON readings to outlets. A reading with an unusable time is rejected as a whole, a factor that is not
 * registered or a value that cannot be read alone.
 */
export function mapJson(said: JsonReadings, context: MappingContext): DecodedContent {
  const readings: Reading[] = [];
  const rejections: Rejection[] = said.faults.map(rejectionOf);
  const quirks: Quirk[] = [];
  for (const item of said.readings) {
    const placed = placedTime(item, context);
    if (!placed.ok) {
      rejections.push(placed.error);
      continue;
    }
    if (placed.value.wasMoved) noteQuirk(quirks, "time-not-on-the-period");
    const order = orderBy(item.sent, context);
    for (const [factor, value] of item.values) {
      const { at } = placed.value;
      const channel = findChannel(context.registry, { mn: context.entry.mn, factor, at });
      if (channel === undefined) {
        rejections.push({
          reason: "unknown-factor",
          detail: { code: "no-channel", facts: { factor: factor.slice(0, 40), st: null, mn: context.entry.mn } },
        });
        continue;
      }
      readings.push(readingOf(value, { channel, item, at, order, context }));
    }
  }
  if (readings.length === 0 && rejections.length === 0) return rejectedContent("wrong-shape", { code: "no-value", facts: {} });
  if (readings.some(({ flag }) => !isKnownFlag(flag))) noteQuirk(quirks, "flag-unknown");
  return { isControl: false, readings, rejections, quirks };
}

/** What a value is a reading of. */
interface ValuePlace {
  readonly channel: Channel;
  readonly item: JsonReading;
  readonly at: Instant;
  readonly order: SourceOrder;
  readonly context: MappingContext;
}

/** Part by part: spreading what it is made of takes as long as all of the rest of a message's mapping. */
function readingOf(said: JsonValue, { channel, item, at, order, context }: ValuePlace): Reading {
  const { outlet, pollutant } = channel;
  const { mn, factor, unit, minutes } = originOf(channel, item.basis, context.device);
  const { value, flag } = said;
  const { order: place, arrival } = order;
  const reading: { -readonly [Part in keyof Reading]: Reading[Part] } = {
    outlet,
    pollutant,
    basis: item.basis,
    at,
    value,
    flag,
    mn,
    factor,
    unit,
    order: place,
    arrival,
  };
  if (minutes !== undefined) reading.minutes = minutes;
  if (said.converted !== undefined) reading.converted = said.converted;
  if (said.min !== undefined) reading.min = said.min;
  if (said.max !== undefined) reading.max = said.max;
  if (said.total !== undefined) reading.total = said.total;
  if (isImplausible(value, channel.range)) reading.implausible = true;
  return reading;
}

function rejectionOf({ reason, problem: { pointer, ...problem } }: JsonFault): Rejection {
  return { reason, detail: { code: "payload-shape", facts: { pointer, problem } } };
}

function placedTime({ time, basis, sent }: JsonReading, { device, entry }: MappingContext): Result<PlacedTime, Rejection> {
  switch (time.state) {
    case "missing":
      return err({ reason: "no-time", detail: { code: "time-missing", facts: { field: "at" } } });
    case "impossible":
      return err({ reason: "impossible-time", detail: { code: "time-impossible", facts: { field: "at", text: time.text } } });
    case "given":
      return placeInTime({ at: time.at, basis, label: "start", sentAt: sent }, device, entry.at);
  }
}
