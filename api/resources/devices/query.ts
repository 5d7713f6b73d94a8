import type { QuirkCount } from "../../../core/field/device-records.ts";
import { REFUSALS_KEPT, type Refusal } from "../../../core/field/refusal.ts";
import type { StoredReading } from "../../../core/readings/reading.ts";
import type { Channel, Device } from "../../../core/registry/registry.ts";
import type { Instant } from "../../../core/time.ts";
import type { View } from "../../context/api-context.ts";
import type { ApiDeps } from "../../context/deps.ts";
import { seesOutlet } from "../../context/scope.ts";
import type { DevicePageWire, DeviceWire } from "./schema.ts";

/** What is known of several devices, read once for all of them. */
export interface DeviceFacts {
  readonly now: Instant;
  /** How many days an SM4 key may be used; `undefined` where keys are never old. */
  readonly keyLifeDays: number | undefined;
  readonly channels: ReadonlyMap<string, readonly Channel[]>;
  /** The newest readings of their outlets. */
  readonly latest: readonly StoredReading[];
  readonly quirks: ReadonlyMap<string, readonly QuirkCount[]>;
  readonly gaps: ReadonlyMap<string, number>;
  /** When something of a device was refused last; empty for those who may not see messages. */
  readonly refusedAt: ReadonlyMap<string, Instant>;
}

/** Reads what the list and the page of a device need, of the outlets that the caller may see. */
export async function readDeviceFacts(
  deps: ApiDeps,
  { index, scope }: Pick<View, "index" | "scope">,
  { devices, seesMessages }: { readonly devices: readonly Device[]; readonly seesMessages: boolean },
): Promise<DeviceFacts> {
  const { clock, intake, deviceRecords } = deps;
  const mns = new Set(devices.map((d) => d.mn));
  const own = index.registry.channels.filter((c) => mns.has(c.device) && seesOutlet(scope, c.outlet));
  return {
    now: clock.now(),
    keyLifeDays: deps.keyLifeDays,
    channels: grouped(own, (c) => c.device),
    latest: await intake.latest([...new Set(own.map((c) => c.outlet))]),
    quirks: grouped(await deviceRecords.quirks(), (q) => q.mn),
    gaps: new Map((await deviceRecords.openGaps()).map(({ mn, count }) => [mn, count])),
    refusedAt: seesMessages ? newestByMn(await deviceRecords.refusals({ limit: REFUSALS_KEPT })) : new Map(),
  };
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** That a device was not registered is settled once it is: only other reasons count. The newest refusals come first. */
function newestByMn(refusals: readonly Refusal[]): ReadonlyMap<string, Instant> {
  const newest = new Map<string, Instant>();
  for (const { mn, reason, lastAt } of refusals) {
    if (reason !== "unknown-device" && !newest.has(mn)) newest.set(mn, lastAt);
  }
  return newest;
}

const RANK: Readonly<Record<DeviceWire["state"], number>> = { silent: 0, never: 1, online: 2 };

/** Silent ones first, then those never heard; among equals those whose line is gone, then by MN. */
export function byTrouble(a: DeviceWire, b: DeviceWire): number {
  const hasLine = ({ line }: DeviceWire): number => (line.transport === "hj212" && !line.connected ? 0 : 1);
  return RANK[a.state] - RANK[b.state] || hasLine(a) - hasLine(b) || (a.mn < b.mn ? -1 : 1);
}

/** True when the device, one of its outlets or its enterprise is called so. */
export function isCalled({ mn, outletNames, enterpriseName }: DeviceWire, text: string): boolean {
  return [mn, ...outletNames, enterpriseName ?? ""].join("\n").toLowerCase().includes(text.trim().toLowerCase());
}

/** How many devices are in each state. */
export function countStates(devices: readonly DeviceWire[]): DevicePageWire["counts"] {
  const counts = { total: devices.length, online: 0, silent: 0, never: 0 };
  for (const { state } of devices) counts[state] += 1;
  return counts;
}
