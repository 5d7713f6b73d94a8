import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { DecodedMessage } from "../core/readings/message.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import type { StoredSecret } from "../core/registry/stored-secret.ts";
import type { Instant } from "../core/time.ts";
import { isDataInClear } from "./codecs/hj212/data-in-clear.ts";
import { decodeOfDevice } from "./codecs/hj212/decode-options.ts";
import { decodeReadings } from "./codecs/json/decode-readings.ts";
import { type DecodedContent, type MappingContext, rejectedContent } from "./decoded-content.ts";
import { mapHj212 } from "./map-hj212.ts";
import { mapJson } from "./map-json.ts";

/** What decoding needs beside the journal and the registry. */
export interface DecodeEntryOptions {
  /**
   * Opens the sealed SM4 key of a device. Without it, and when it answers `undefined`, an encrypted frame is rejected
   * as `wrong-crc`.
   */
  readonly keyOf?: (sealed: StoredSecret) => Uint8Array | undefined;
  /** For a retry: when the message first came. It keeps its place among the versions of its periods. */
  readonly firstArrival?: Instant;
}

/**
 * Decodes a journalled message of a device (kind `frame` or `retry`) and maps it to outlets by the registry in force.
 * The same entry and registry always give the same answer, and nothing a device can send makes it throw: what cannot be
 * used becomes a rejection with its reason. The topic tells the form: `…/readings` is JSON, everything else HJ 212. For
 * a retry, times are checked against the moment at which the message was offered again.
 */
export function decodeEntry(entry: JournalEntry, registry: RegistryIndex, options: DecodeEntryOptions = {}): DecodedMessage {
  const { seq, at, transport, mn, topic, payload } = entry;
  return {
    messageId: entry.ref ?? seq,
    seq,
    receivedAt: at,
    transport,
    mn,
    topic,
    raw: payload,
    ...contentOf(entry, registry, options),
  };
}

function contentOf(entry: JournalEntry, registry: RegistryIndex, options: DecodeEntryOptions): DecodedContent {
  const device = registry.deviceByMn.get(entry.mn);
  if (device === undefined) return rejectedContent("unknown-device", { code: "device-not-registered", facts: { mn: entry.mn } });
  const context: MappingContext = { entry, registry, device, firstArrival: options.firstArrival ?? entry.at };
  return entry.topic.endsWith("/readings") ? jsonContent(context) : hj212Content(context, options);
}

function jsonContent(context: MappingContext): DecodedContent {
  const decoded = decodeReadings(context.entry.payload);
  return decoded.ok ? mapJson(decoded.value, context) : rejectedContent(decoded.error.code, decoded.error.detail);
}

function hj212Content(context: MappingContext, { keyOf }: DecodeEntryOptions): DecodedContent {
  const { device } = context;
  const keys = [device.sm4Key, device.sm4KeyNew].flatMap((sealed) => (sealed && keyOf?.(sealed)) ?? []);
  const decoded = decodeOfDevice(context.entry.payload, device, keys);
  if (!decoded.ok) return rejectedContent(decoded.error.code, decoded.error.detail);
  const message = decoded.value;
  if (device.sm4Key === undefined || !isDataInClear(context.entry.payload, message)) return mapHj212(message, context);
  if (device.encryption === "required")
    return rejectedContent("not-encrypted", { code: "data-in-clear", facts: { cn: message.cn } }, message.quirks);
  const content = mapHj212(message, context);
  return { ...content, quirks: [...content.quirks, "clear-despite-key"] };
}
