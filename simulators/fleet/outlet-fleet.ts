import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import type { IncomingRegistry } from "../../core/registry/incoming-registry.ts";
import type { Cell } from "../../core/registry/registry.ts";
import { type BeijingDate, HOUR, MINUTE } from "../../core/time.ts";
import { simulatedDevice } from "../logger/simulated-device.ts";
import { createNoise } from "../plant/noise.ts";
import { type FleetDevice, hj212Dialect, mqttDialect } from "./outlet-dialects.ts";
import { type OutletCounts, OutletLine } from "./outlet-lines.ts";
import type { Door } from "./start-fleet.ts";

export interface OutletFleetOptions {
  readonly outlets: number;
  /** Seconds between two realtime values of an outlet. */
  readonly intervalSeconds: number;
  /** How long values are sent, once all outlets are connected. */
  readonly forSeconds: number;
  /** Over how long the connections are opened. */
  readonly rampSeconds: number;
  readonly mqtt: Door;
  readonly hj212: Door;
  readonly clock: Clock;
  progress?(counts: Readonly<OutletCounts>, phase: "connecting" | "sending" | "waiting"): void;
}

/** What became of the fleet's messages. */
export interface OutletFleetReport extends Readonly<OutletCounts> {
  readonly outlets: number;
  /** Never answered. */
  readonly unanswered: number;
  readonly seconds: number;
}

/** Device numbers of the fleet are neither those of the demo nor of scenarios. */
const FIRST_DEVICE = 100_001;
const OUTLETS_PER_ENTERPRISE = 100;
const FACTOR = "a21026";
const LIMIT = 100;
const TICK_MS = 50;
const SWEEP_MS = 1_000;
/** How long the last answers are waited for. */
const TIMEOUT_MS = 60_000;
const SUFFIX = "环境保护监管片区";

/** Even outlets speak MQTT, odd ones HJ 212. Their plants run by shifts and wander around half of the limit. */
function fleetDevice(index: number): FleetDevice {
  const noise = createNoise(index, "fleet");
  return {
    ...simulatedDevice(FIRST_DEVICE + index),
    factor: FACTOR,
    valueAt: (at) => Number((LIMIT * (0.5 + 0.2 * noise.wander(at, 6 * HOUR) + 0.05 * noise.wander(at, MINUTE))).toFixed(2)),
  };
}

/**
 * The registry of a fleet, a hundred outlets an enterprise. About half a kilobyte an outlet, so that 10,000 fit into
 * one document.
 */
export function fleetRegistry(outlets: number): IncomingRegistry {
  const all = Array.from({ length: outlets }, (_, i) => ({
    id: `f${i}`,
    enterprise: `e${Math.floor(i / OUTLETS_PER_ENTERPRISE)}`,
    index: i,
  }));
  const enterprises = [...new Set(all.map((o) => o.enterprise))];
  const cell = (id: string, level: Cell["level"], more: Pick<Cell, "parent" | "kind"> & Partial<Cell>): Cell => {
    return { id, level, name: `演示${id}${SUFFIX}`, staffCount: 2, ...more };
  };
  return {
    schema: "outfall/registry/1",
    cells: [
      cell("g1", 1, { parent: null, kind: "district", division: "410199" }),
      cell("g2", 2, { parent: "g1", kind: "street" }),
      cell("g3", 3, { parent: "g2", kind: "industrial-park" }),
      ...enterprises.map((id) => cell(`g4-${id}`, 4, { parent: "g3", kind: "enterprise", enterprise: id })),
    ],
    units: [],
    people: [],
    assignments: [],
    enterprises: enterprises.map((id) => ({ id, name: `演示${id}` })),
    emissionUnits: [],
    treatmentUnits: [],
    outlets: all.map(({ id, enterprise, index }) => ({
      id,
      enterprise,
      code: `DA${String((index % OUTLETS_PER_ENTERPRISE) + 1).padStart(3, "0")}`,
      name: id,
      kind: "stack",
    })),
    devices: all.map(({ index }) => {
      const { mn, password, secret } = fleetDevice(index);
      return index % 2 === 0 ? { mn, mqttSecret: secret } : { mn, hj212Password: password };
    }),
    channels: all.map(({ id, index }) => ({
      outlet: id,
      device: fleetDevice(index).mn,
      factor: FACTOR,
      pollutant: FACTOR,
      unit: "mg/m3",
    })),
    limits: all.map(({ id }) => ({
      id: `${id}-h`,
      outlet: id,
      pollutant: FACTOR,
      basis: "hour-mean",
      comparator: "<=",
      value: LIMIT,
      unit: "mg/m3",
      validFrom: "2025-01-01" as BeijingDate,
      validTo: null,
      source: "permit",
      confidence: "C",
    })),
  };
}

/**
 * Connects all outlets, lets each send a realtime value every interval, evenly spread, waits for the last answers, and
 * reports.
 */
export async function runOutletFleet(options: OutletFleetOptions): Promise<OutletFleetReport> {
  const counts: OutletCounts = { sent: 0, acknowledged: 0, resent: 0, refused: 0, connected: 0 };
  const began = performance.now();
  const lines = Array.from({ length: options.outlets }, (_, i) => {
    const device = fleetDevice(i);
    return i % 2 === 0
      ? new OutletLine(options.mqtt, mqttDialect(device), counts)
      : new OutletLine(options.hj212, hj212Dialect(device), counts);
  });
  const sweep = setInterval(() => {
    const nowMs = performance.now();
    for (const line of lines) line.sweep(nowMs);
  }, SWEEP_MS);
  await openAll(lines, counts, options);
  await sendAll(lines, counts, options);
  const unanswered = await waitForAnswers(lines, counts, options);
  clearInterval(sweep);
  for (const line of lines) line.close();
  return { ...counts, outlets: options.outlets, unanswered, seconds: Math.round(performance.now() - began) / 1_000 };
}

async function openAll(
  lines: readonly OutletLine[],
  counts: OutletCounts,
  { rampSeconds, progress }: OutletFleetOptions,
): Promise<void> {
  await evenly(lines.length, rampSeconds * 1_000, (i) => {
    lines[i]?.open();
    progress?.(counts, "connecting");
  });
  const until = performance.now() + TIMEOUT_MS;
  while (counts.connected < lines.length && performance.now() < until) {
    await sleep(TICK_MS);
    progress?.(counts, "connecting");
  }
}

async function sendAll(lines: readonly OutletLine[], counts: OutletCounts, options: OutletFleetOptions): Promise<void> {
  const { intervalSeconds, forSeconds, clock, progress } = options;
  const total = Math.floor((lines.length * forSeconds) / intervalSeconds);
  const lastKey = new Float64Array(lines.length);
  await evenly(total, forSeconds * 1_000, (i) => {
    const outlet = i % lines.length;
    // The moment names the message: two of one outlet never have the same.
    const key = Math.max(clock.now(), (lastKey[outlet] ?? 0) + 1);
    lastKey[outlet] = key;
    lines[outlet]?.send(key, performance.now());
    progress?.(counts, "sending");
  });
}

async function waitForAnswers(
  lines: readonly OutletLine[],
  counts: OutletCounts,
  { progress }: OutletFleetOptions,
): Promise<number> {
  const waiting = (): number => lines.reduce((sum, line) => sum + line.waiting, 0);
  const until = performance.now() + TIMEOUT_MS;
  while (waiting() > 0 && performance.now() < until) {
    await sleep(TICK_MS);
    progress?.(counts, "waiting");
  }
  return waiting();
}

/** Does something so many times, spread evenly over the time. What is late is done at once. */
async function evenly(times: number, overMs: number, act: (i: number) => void): Promise<void> {
  const began = performance.now();
  for (let done = 0; done < times; ) {
    const due = overMs === 0 ? times : Math.min(times, Math.floor(((performance.now() - began) / overMs) * times) + 1);
    for (; done < due; done++) act(done);
    if (done < times) await sleep(TICK_MS);
  }
}
