import type { DeviceState } from "../core/field/device-state.ts";
import type { DeviceDirectory } from "../core/field/devices.ts";
import { starOptionsOf } from "../ingest/codecs/hj212/decode-options.ts";
import { withoutSecrets } from "../ingest/codecs/hj212/star-secrets.ts";
import { DeviceRecord } from "./device-record.ts";

/** Who is registered, and who is told. */
export interface RecordSurroundings {
  readonly devices: DeviceDirectory;
  /** Called when a device speaks from two addresses in turn. */
  readonly onTurns?: (mn: string) => void;
}

/** What is known of a device, from what is stored of it on: its frames are kept without passwords and keys. */
export function openRecord(mn: string, stored: DeviceState | undefined, { devices, onTurns }: RecordSurroundings): DeviceRecord {
  return new DeviceRecord(mn, stored, {
    shown: (raw) => shownOf(devices, mn, raw),
    onTurns: () => onTurns?.(mn),
  });
}

/** What of bytes that name a device may be kept. */
export function shownOf(devices: Pick<DeviceDirectory, "find">, mn: string, raw: Uint8Array): Uint8Array {
  return withoutSecrets(raw, starOptionsOf(devices.find(mn)));
}
