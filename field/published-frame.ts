import { type KnownDevice, keysOf } from "../core/field/devices.ts";
import type { HeardFrame, PublishedMessage } from "../core/field/frame-observer.ts";
import type { Device } from "../core/registry/registry.ts";
import type { Instant } from "../core/time.ts";
import { decodeOfDevice } from "../ingest/codecs/hj212/decode-options.ts";

/**
 * Reads a frame, or a bare data segment, that a device published, as the pipeline does: with the CRC variant and the
 * SM4 keys of the device. `undefined` when it cannot be decoded or names another device: the journal has it all the
 * same, and the pipeline rejects it with its reason.
 */
export function readPublishedFrame(
  { mn, payload }: PublishedMessage,
  at: Instant,
  known: Pick<KnownDevice, "sm4Key" | "newSm4Key"> & { readonly device: Pick<Device, "edition" | "crc"> } = { device: {} },
): HeardFrame | undefined {
  const decoded = decodeOfDevice(payload, known.device, keysOf(known));
  if (!decoded.ok || decoded.value.mn !== mn) return undefined;
  const { dataArea, quirks } = decoded.value;
  return { mn, at, bytes: payload, header: decoded.value, dataArea, quirks };
}
