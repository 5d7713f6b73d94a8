import type { KnownDevice } from "../../../core/field/devices.ts";
import type { Device } from "../../../core/registry/registry.ts";
import type { Result } from "../../../core/result.ts";
import { type DecodeOptions, decodeFrame } from "./decode-frame.ts";
import type { Hj212Failure } from "./failure.ts";
import type { Hj212Message } from "./hj212-message.ts";
import type { StarOptions } from "./star-secrets.ts";

/**
 * How frames of this device are to be read: its edition, its CRC variant and, when somebody could open it, its SM4 key.
 * Whoever decodes a frame of a registered device takes these, so that device sessions and the pipeline never read the
 * same bytes differently.
 */
export function decodeOptionsOf(
  { edition, crc }: Pick<Device, "edition" | "crc">,
  sm4Key: Uint8Array | undefined,
): DecodeOptions {
  return {
    ...(edition !== undefined && { edition }),
    ...(crc !== undefined && { crc }),
    ...(sm4Key !== undefined && { sm4Key }),
  };
}

/** What of a registered device stars need to know; nothing of an unknown one. */
export function starOptionsOf(known: KnownDevice | undefined): StarOptions {
  if (known === undefined) return {};
  return { crc: known.device.crc, sm4Key: known.sm4Key?.(), sm4KeyNew: known.newSm4Key?.()?.bytes };
}

/** A frame of a registered device, with the first of its keys that fits; what the first one says where none does. */
export function decodeOfDevice(
  bytes: Uint8Array,
  device: Pick<Device, "edition" | "crc">,
  [key, ...others]: readonly Uint8Array[],
): Result<Hj212Message, Hj212Failure> {
  const decoded = decodeFrame(bytes, decodeOptionsOf(device, key));
  if (decoded.ok) return decoded;
  for (const other of others) {
    const again = decodeFrame(bytes, decodeOptionsOf(device, other));
    if (again.ok) return again;
  }
  return decoded;
}
