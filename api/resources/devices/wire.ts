import type { DeviceState } from "../../../core/field/device-state.ts";
import { offlineAfter } from "../../../core/judging/outlet-state.ts";
import type { Basis, StoredReading } from "../../../core/readings/reading.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import { daysOfKey } from "../../../core/registry/old-keys.ts";
import type { Channel, Device } from "../../../core/registry/registry.ts";
import { formatIso, type Instant } from "../../../core/time.ts";
import { lineToWire } from "./exchange-wire.ts";
import type { DeviceFacts } from "./query.ts";
import type { DeviceWire } from "./schema.ts";

/** A data logger with when it was last heard; no secrets. */
export function deviceToWire(
  device: Device,
  index: RegistryIndex,
  facts: DeviceFacts & { readonly line: DeviceState | undefined },
): DeviceWire {
  const { mn } = device;
  const channels = facts.channels.get(mn) ?? [];
  const last = lastSaid(device, channels, facts);
  const refusedAt = facts.refusedAt.get(mn);
  return {
    mn,
    ...settingsOf(device),
    key: keyOf(device, facts),
    ...placesOf(channels, index),
    state: stateOf(device, last, facts.now),
    lastReceivedAt: last === undefined ? null : formatIso(last.receivedAt),
    line: lineToWire(mn, facts.line, facts.quirks.get(mn) ?? []),
    gaps: facts.gaps.get(mn) ?? 0,
    refusedAt: refusedAt === undefined ? null : formatIso(refusedAt),
  };
}

interface LastSaid {
  readonly receivedAt: Instant;
  readonly basis: Basis;
}

/**
 * What the device said last. Of a channel whose newest reading came from another device, only its own last message
 * tells: what the other one says is no sign of this one.
 */
function lastSaid(
  { mn }: Device,
  channels: readonly Channel[],
  { latest, line }: DeviceFacts & { readonly line: DeviceState | undefined },
): LastSaid | undefined {
  const newest = newestOf(
    channels,
    latest.filter((reading) => reading.mn === mn),
  );
  if (newest !== undefined || line?.lastSeenAt == null || newestOf(channels, latest) === undefined) return newest;
  return { receivedAt: line.lastSeenAt, basis: "realtime" };
}

/** The reading of its channels that arrived last. */
function newestOf(channels: readonly Channel[], latest: readonly StoredReading[]): StoredReading | undefined {
  const own = new Set(channels.map((c) => `${c.outlet}|${c.pollutant}`));
  let newest: StoredReading | undefined;
  for (const reading of latest) {
    if (!own.has(`${reading.outlet}|${reading.pollutant}`)) continue;
    if (newest === undefined || reading.receivedAt > newest.receivedAt) newest = reading;
  }
  return newest;
}

function stateOf(device: Device, last: LastSaid | undefined, now: Instant): DeviceWire["state"] {
  if (last === undefined) return "never";
  const pace = { realtimeSeconds: device.realtimeSeconds ?? 60, minuteMinutes: device.minuteMinutes ?? 10 };
  return now - last.receivedAt > offlineAfter(last.basis, pace) ? "silent" : "online";
}

function keyOf(
  device: Device,
  { line, now, keyLifeDays }: DeviceFacts & { readonly line: DeviceState | undefined },
): DeviceWire["key"] {
  const { sm4Key, sm4KeyNew } = device;
  const { usedSince, askedAt } = line?.key ?? {};
  const days = daysOfKey(device, now);
  const state = sm4Key === undefined ? "none" : sm4KeyNew === undefined ? "set" : "new-waits";
  return {
    state,
    isOld: days !== undefined && keyLifeDays !== undefined && days > keyLifeDays,
    days: days ?? null,
    usedSince: usedSince === undefined ? null : formatIso(usedSince),
    askedAt: askedAt === undefined ? null : formatIso(askedAt),
  };
}

/** What the registry says of the device; whether it has secrets, never which. */
function settingsOf(device: Device) {
  return {
    edition: device.edition ?? null,
    hourLabel: device.hourLabel ?? null,
    crc: device.crc ?? null,
    realtimeSeconds: device.realtimeSeconds ?? null,
    minuteMinutes: device.minuteMinutes ?? null,
    bridgeFor: [...(device.bridgeFor ?? [])],
    hasHj212Password: device.hj212Password !== undefined,
    hasMqttSecret: device.mqttSecret !== undefined,
    firstContact: [...(device.firstContact ?? [])],
    autoBackfill: device.autoBackfill ?? true,
  };
}

/** Where it measures. */
function placesOf(channels: readonly Channel[], index: RegistryIndex) {
  const outlets = [...new Set(channels.map((c) => c.outlet))];
  const enterprise = index.outletById.get(outlets[0] ?? "")?.enterprise ?? "";
  return {
    outlets,
    outletNames: outlets.map((id) => index.outletById.get(id)?.name ?? id),
    enterpriseName: index.enterpriseById.get(enterprise)?.name ?? null,
  };
}
