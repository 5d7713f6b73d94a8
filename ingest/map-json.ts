import { isKnownFlag } from "../core/readings/data-flag.ts";
import type { Rejection } from "../core/readings/message.ts";
import { isImplausible } from "../core/readings/plausibility.ts";
import type { Reading } from "../core/readings/reading.ts";
import { findChannel } from "../core/registry/grid.ts";
import { err, type Result } from "../core/result.ts";
import { noteQuirk, type Quirk } from "./codecs/hj212/quirks.ts";
import type { JsonFault, JsonReading, JsonReadings } from "./codecs/json/decode-readings.ts";
import { type DecodedContent, type MappingContext, rejectedContent } from "./decoded-content.ts";
import { originOf } from "./origin-of.ts";
import { type PlacedTime, placeInTime } from "./place-in-time.ts";
import { orderBy } from "./source-order.ts";

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
      readings.push({
        outlet: channel.outlet,
        pollutant: channel.pollutant,
        basis: item.basis,
        at,
        ...value,
        ...originOf(channel, item.basis, context.device),
        ...order,
        ...(isImplausible(value.value, channel.range) && { implausible: true }),
      });
    }
  }
  if (readings.length === 0 && rejections.length === 0) return rejectedContent("wrong-shape", { code: "no-value", facts: {} });
  if (readings.some(({ flag }) => !isKnownFlag(flag))) noteQuirk(quirks, "flag-unknown");
  return { isControl: false, readings, rejections, quirks };
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
