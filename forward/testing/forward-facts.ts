import type { StoredReading } from "../../core/readings/reading.ts";
import { indexRegistry, type RegistryIndex } from "../../core/registry/grid.ts";
import type { Channel, Registry } from "../../core/registry/registry.ts";
import type { Upstream } from "../../core/registry/upstream.ts";
import { type Instant, instant, parseIso } from "../../core/time.ts";
import type { FrameDraft } from "../frame-draft.ts";
import type { FrameFacts } from "../readings-to-frames.ts";

/** Builders for the tests of this room. */
export const MN = "SIM410102000000000000001";
export const SECOND_MN = "SIM410102000000000000002";
export const CITY_MN = "SIM410102000000000000901";

export function at(text: string): Instant {
  return parseIso(text) ?? instant(Number.NaN);
}

export const EIGHT = at("2026-11-23T08:00:00+08:00");
export const NINE = at("2026-11-23T09:00:03+08:00");

export const CITY: Upstream = {
  ...{ id: "city", name: "市级平台", host: "127.0.0.1", port: 9212, edition: "2017", enterprises: ["e1"] },
  devices: [{ mn: MN, as: CITY_MN }],
};

/** A cement works with a stack and a waste water outlet, and a chemical works that keeps to itself. */
export function aRegistryOf(change: Partial<Registry> = {}): Registry {
  return {
    ...{ schema: "outfall/registry/1", cells: [], units: [], people: [], assignments: [] },
    ...{ emissionUnits: [], treatmentUnits: [], limits: [] },
    enterprises: [
      { id: "e1", name: "演示水泥厂" },
      { id: "e2", name: "演示化工厂" },
    ],
    outlets: [
      { id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" },
      { id: "e1-DW001", enterprise: "e1", code: "DW001", name: "总排口", kind: "effluent" },
      { id: "e2-DA001", enterprise: "e2", code: "DA001", name: "排气筒", kind: "stack" },
    ],
    devices: [{ mn: MN, minuteMinutes: 10 }, { mn: SECOND_MN }],
    channels: [
      channel({ factor: "a21026", st: "31" }),
      channel({ factor: "a01011", pollutant: "a01011", unit: "m/s" }),
      channel({ outlet: "e1-DW001", factor: "w01018", pollutant: "w01018" }),
      channel({ outlet: "e2-DA001", device: SECOND_MN, factor: "a21026" }),
    ],
    ...change,
  };
}

export function channel(change: Partial<Channel> = {}): Channel {
  return { outlet: "e1-DA001", device: MN, factor: "a21026", pollutant: "a21026", unit: "mg/m3", ...change };
}

export function facts(change: Partial<FrameFacts> = {}, registry: Registry = aRegistryOf()): FrameFacts {
  const index: RegistryIndex = indexRegistry(registry);
  return { upstream: CITY, current: index, decodedWith: index, passwordOf: () => "654321", now: NINE, ...change };
}

export function aReading(change: Partial<StoredReading> = {}): StoredReading {
  return {
    ...{ outlet: "e1-DA001", pollutant: "a21026", basis: "hour", at: EIGHT, value: 35.2, flag: "N" },
    ...{ mn: MN, factor: "a21026", unit: "mg/m3", order: 0 },
    ...{ seq: 7, receivedAt: NINE, revision: 0 },
    ...change,
  };
}

export function aDraft(change: Partial<FrameDraft> = {}): FrameDraft {
  return {
    ...{ seq: 7, receivedAt: NINE, mn: CITY_MN, pw: "654321", st: "31", cn: "2061" },
    cp: "DataTime=20261123080000;a21026-Avg=35.2,a21026-Flag=N",
    lateAfter: at("2026-11-23T11:00:00+08:00"),
    ...change,
  };
}
