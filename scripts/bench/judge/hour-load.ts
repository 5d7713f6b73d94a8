import type { ReadEntry } from "../../../core/entries/read-entry.ts";
import type { Reading } from "../../../core/readings/reading.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import { EMPTY_REGISTRY, type Registry } from "../../../core/registry/registry.ts";
import { HOUR, type Instant, instant, MINUTE, plus } from "../../../core/time.ts";

/** Factors of a stack; the first ones are used. */
const FACTORS = ["a21026", "a21002", "a34013", "a21005", "a01901"] as const;
export const LIMIT = 100;
const WITHIN = 40;
const OVER = 230;
/** Every outlet of an enterprise of this size, so that cases do not all lie at one plant. */
export const OUTLETS_PER_ENTERPRISE = 10;

/** 08:00 in Beijing on a Monday: what comes from here on is confirmed at noon of the next day. */
export const FIRST_HOUR: Instant = instant(Date.UTC(2026, 10, 23, 0));

export interface LoadSize {
  readonly outlets: number;
  readonly factors: number;
}

/** The grid of a load: enterprises with ten stacks each, and an hour limit for every factor of every stack. */
export function loadRegistry({ outlets, factors }: LoadSize, value = LIMIT): Registry {
  const all = Array.from({ length: outlets }, (_, i) => i);
  const enterprises = Array.from({ length: Math.ceil(outlets / OUTLETS_PER_ENTERPRISE) }, (_, i) => `e${i}`);
  const used = FACTORS.slice(0, factors);
  return {
    ...EMPTY_REGISTRY,
    cells: [
      { id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: "District of a load" },
      { id: "g2", level: 2, parent: "g1", kind: "street", name: "Street of a load" },
      { id: "g3", level: 3, parent: "g2", kind: "community", name: "Community of a load" },
      ...enterprises.map((e) => ({ id: `g-${e}`, level: 4, parent: "g3", kind: "enterprise", enterprise: e, name: e }) as const),
    ],
    enterprises: enterprises.map((id) => ({ id, name: `Plant ${id}` })),
    outlets: all.map((i) => ({
      id: outletOf(i),
      enterprise: enterpriseOf(i),
      code: `DA${i}`,
      name: `Stack ${i}`,
      kind: "stack",
    })),
    devices: all.map((i) => ({ mn: mnOf(i), edition: "2017" })) as unknown as Registry["devices"],
    channels: all.flatMap((i) =>
      used.map((factor) => ({ outlet: outletOf(i), device: mnOf(i), factor, pollutant: factor, unit: "mg/m3" })),
    ) as Registry["channels"],
    limits: all.flatMap((i) => used.map((factor) => limitOf(outletOf(i), factor, value))),
  };
}

const enterpriseOf = (outlet: number): string => `e${Math.floor(outlet / OUTLETS_PER_ENTERPRISE)}`;
export const outletOf = (outlet: number): string => `e${Math.floor(outlet / OUTLETS_PER_ENTERPRISE)}-DA${outlet}`;
const mnOf = (outlet: number): string => `SIM4101020000000000${String(outlet).padStart(6, "0")}`;

function limitOf(outlet: string, pollutant: string, value: number): Limit {
  return {
    id: `${outlet}-${pollutant}-h`,
    ...{ outlet, pollutant, basis: "hour-mean", comparator: "<=", value, unit: "mg/m3" },
    ...{ validFrom: "2020-01-01", validTo: null, source: "permit", confidence: "C" },
  } as Limit;
}

export interface HoursOf extends LoadSize {
  readonly start: Instant;
  /** Share of the hours that are above their limit. */
  readonly over: number;
}

/** One message an outlet with the hour values of all its factors, five minutes after the end of the hour. */
export function hourMessages({ outlets, factors, start, over }: HoursOf, firstSeq: number): readonly ReadEntry[] {
  const at = plus(start, HOUR + 5 * MINUTE);
  const used = FACTORS.slice(0, factors);
  return Array.from({ length: outlets }, (_, i) => {
    const readings = used.map((factor, f) =>
      reading({ outlet: i, factor, start, value: hourValue(i * factors + f, start, over) }),
    );
    return messageEntry({ seq: firstSeq + i, at, mn: mnOf(i), readings });
  });
}

/** Above the limit in the given share of hours, spread evenly; never the same value twice in a row. */
function hourValue(series: number, start: Instant, over: number): number {
  const hour = start / HOUR;
  const place = (((series * 61 + hour * 37) * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
  return (place < over ? OVER : WITHIN) + (hour % 7) + (series % 5) / 10;
}

interface Said {
  readonly outlet: number;
  readonly factor: string;
  readonly start: Instant;
  readonly value: number;
}

function reading({ outlet, factor, start, value }: Said): Reading {
  const place = { outlet: outletOf(outlet), pollutant: factor, basis: "hour", at: start } as const;
  return { ...place, mn: mnOf(outlet), factor, unit: "mg/m3", order: plus(start, HOUR + 5 * MINUTE), value, flag: "N" };
}

interface SentMessage {
  readonly seq: number;
  readonly at: Instant;
  readonly mn: string;
  readonly readings: readonly Reading[];
}

function messageEntry({ seq, at, mn, readings }: SentMessage): ReadEntry {
  const from = { transport: "mqtt", mn, topic: "" } as const;
  const said = { isControl: false, rejections: [], quirks: [], raw: new Uint8Array(0) };
  return {
    entry: { kind: "frame", seq, at, ...from, payload: new Uint8Array(0), format: 1 },
    content: { kind: "message", message: { messageId: seq, seq, receivedAt: at, ...from, ...said, readings } },
  };
}

/** The clock was looked at. */
export function tickEntry(seq: number, at: Instant): ReadEntry {
  const entry = { kind: "tick", seq, at, transport: "system", mn: "", topic: "", payload: new Uint8Array(0), format: 1 } as const;
  return { entry, content: { kind: "tick" } };
}

/** Another version of the registry. */
export function registryEntry(seq: number, at: Instant, registry: Registry): ReadEntry {
  const entry = {
    kind: "registry",
    seq,
    at,
    transport: "api",
    mn: "",
    topic: "",
    payload: new Uint8Array(0),
    format: 1,
  } as const;
  return { entry, content: { kind: "registry", step: { registry } } };
}
