import type { KnownDevice } from "../../../core/field/devices.ts";
import type { Device } from "../../../core/registry/registry.ts";
import type { DecodeOptions } from "./decode-frame.ts";
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
  return known === undefined ? {} : { crc: known.device.crc, sm4Key: known.sm4Key?.() };
}
