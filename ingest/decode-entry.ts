import type { RegistryIndex } from "../core/grid.ts";
import type { JournalEntry } from "../core/journal-entry.ts";
import type { DecodedMessage } from "../core/message.ts";
import { decodeFrame } from "./codecs/hj212/decode-frame.ts";
import { decodeReadings } from "./codecs/json/decode-readings.ts";
import { type DecodedContent, type MappingContext, refusedContent } from "./decoded-content.ts";
import { mapHj212 } from "./map-hj212.ts";
import { mapJson } from "./map-json.ts";

/**
 * Decodes a journalled message of a device (kind `frame` or `retry`) and maps it to outlets by the registry in force. The same entry and registry always give
 * the same answer, and nothing a device can send makes it throw: what cannot be used becomes a rejection with its reason. The topic tells the form:
 * `…/readings` is JSON, everything else HJ 212. For a retry, times are checked against the moment at which the message was offered again.
 */
export function decodeEntry(entry: JournalEntry, registry: RegistryIndex): DecodedMessage {
  const { seq, at, transport, mn, topic, payload } = entry;
  return {
    messageId: entry.ref ?? seq,
    seq,
    receivedAt: at,
    transport,
    mn,
    topic,
    raw: payload,
    ...contentOf(entry, registry),
  };
}

function contentOf(entry: JournalEntry, registry: RegistryIndex): DecodedContent {
  const device = registry.deviceByMn.get(entry.mn);
  if (device === undefined) return refusedContent("unknown-device", `${entry.mn} is not registered`);
  const context: MappingContext = { entry, registry, device };
  return entry.topic.endsWith("/readings") ? jsonContent(context) : hj212Content(context);
}

function jsonContent(context: MappingContext): DecodedContent {
  const decoded = decodeReadings(context.entry.payload);
  return decoded.ok ? mapJson(decoded.value, context) : refusedContent(decoded.error.code, decoded.error.message);
}

function hj212Content(context: MappingContext): DecodedContent {
  const { edition, crc } = context.device;
  const options = { ...(edition !== undefined && { edition }), ...(crc !== undefined && { crc }) };
  const decoded = decodeFrame(context.entry.payload, options);
  return decoded.ok ? mapHj212(decoded.value, context) : refusedContent(decoded.error.code, decoded.error.message);
}
