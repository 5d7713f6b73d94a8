import type { DeviceState } from "../../../core/field/device-state.ts";
import { offlineAfter } from "../../../core/judging/outlet-state.ts";
import type { StoredReading } from "../../../core/readings/reading.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import type { Device } from "../../../core/registry/registry.ts";
import { formatIso, type Instant } from "../../../core/time.ts";
import type { DeviceWire } from "../messages/schema.ts";
import { type Counted, lineToWire } from "./exchange-wire.ts";

/** A data logger with when it was last heard; no secrets. `latest` are the newest readings of its outlets. */
export function deviceToWire(
  device: Device,
  index: RegistryIndex,
  facts: {
    readonly now: Instant;
    readonly latest: readonly StoredReading[];
    readonly line: DeviceState | undefined;
    readonly quirks: Counted;
  },
): DeviceWire {
  const channels = index.registry.channels.filter((c) => c.device === device.mn);
  const own = new Set(channels.map((c) => `${c.outlet}|${c.pollutant}`));
  const last = facts.latest
    .filter((r) => own.has(`${r.outlet}|${r.pollutant}`))
    .reduce<StoredReading | null>((best, r) => (best === null || r.receivedAt > best.receivedAt ? r : best), null);
  const pace = { realtimeSeconds: device.realtimeSeconds ?? 60, minuteMinutes: device.minuteMinutes ?? 10 };
  const isSilent = last !== null && facts.now - last.receivedAt > offlineAfter(last.basis, pace);
  return {
    mn: device.mn,
    edition: device.edition ?? null,
    hourLabel: device.hourLabel ?? null,
    crc: device.crc ?? null,
    realtimeSeconds: device.realtimeSeconds ?? null,
    minuteMinutes: device.minuteMinutes ?? null,
    bridgeFor: [...(device.bridgeFor ?? [])],
    outlets: [...new Set(channels.map((c) => c.outlet))],
    state: last === null ? "never" : isSilent ? "silent" : "online",
    lastReceivedAt: last === null ? null : formatIso(last.receivedAt),
    hasHj212Password: device.hj212Password !== undefined,
    hasMqttSecret: device.mqttSecret !== undefined,
    firstContact: [...(device.firstContact ?? [])],
    autoBackfill: device.autoBackfill ?? true,
    line: lineToWire(device.mn, facts.line, facts.quirks),
  };
}
