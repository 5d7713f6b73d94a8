import type { Counters } from "../../core/counters.ts";
import type { DeviceDirectory } from "../../core/field/devices.ts";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { type Broker, type BrokerOptions, startBroker } from "../start-broker.ts";
import { HeldJournal } from "./held-journal.ts";

/** When every entry of these tests came in. */
export const NOW = instant(1_795_000_000_000);
export const MN_A = "SIM410102000000000000001";
export const MN_B = "SIM410102000000000000002";

/** Adds up what is counted, by `name` or `name:label`. */
export class Tally implements Counters {
  readonly counts = new Map<string, number>();
  /** How often the broker has looked at its connections; it tells their number each time. */
  sweeps = 0;

  add(name: string, label?: string, by = 1): void {
    const key = label === undefined ? name : `${name}:${label}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }

  set(name: string, value: number): void {
    if (name === "mqtt_connections") this.sweeps += 1;
    this.counts.set(name, value);
  }
}

/**
 * Every device with one of these MNs is known; its secret is `secret-of-{mn}`. `bridges` gives rights for other MNs.
 */
export function knownDevices(mns: readonly string[], bridges: Readonly<Record<string, readonly string[]>> = {}): DeviceDirectory {
  const known = new Set(mns);
  return {
    find: (mn) =>
      known.has(mn)
        ? { device: { mn }, acceptsMqttSecret: (secret) => secret === `secret-of-${mn}`, acceptsHj212Password: () => false }
        : undefined,
    mayUse: (device, mn) => device === mn || (bridges[device] ?? []).includes(mn),
  };
}

/** A running broker with everything around it in the hands of the test. */
export interface BrokerFixture extends AsyncDisposable {
  readonly broker: Broker;
  readonly journal: HeldJournal;
  readonly counts: ReadonlyMap<string, number>;
  readonly port: number;
  /** How often the broker has looked for silent connections. */
  sweeps(): number;
}

/** What a test says of the broker; a door it names with a port is opened on the loopback address. */
type FixtureOptions = Partial<Omit<BrokerOptions, "plain" | "secure" | "webSocket" | "journal">> & {
  readonly tlsPort?: number;
  readonly webSocketPort?: number;
};

const HOST = "127.0.0.1";

/**
 * Starts a broker on any free port of the loopback address. The journal holds what it gets until the test releases it.
 */
export async function createFixture({ tlsPort, webSocketPort, ...options }: FixtureOptions = {}): Promise<BrokerFixture> {
  const journal = new HeldJournal();
  const tally = new Tally();
  const broker = await startBroker({
    devices: knownDevices([MN_A, MN_B]),
    clock: { now: () => NOW, kind: "manual" },
    counters: tally,
    log: NO_LOG,
    ...options,
    plain: { host: HOST, port: 0 },
    ...(tlsPort !== undefined && { secure: { host: HOST, port: tlsPort } }),
    ...(webSocketPort !== undefined && { webSocket: { host: HOST, port: webSocketPort } }),
    journal,
    limits: { closeTimeoutMs: 500, ...options.limits },
  });
  return {
    broker,
    journal,
    counts: tally.counts,
    port: broker.port ?? 0,
    sweeps: () => tally.sweeps,
    [Symbol.asyncDispose]: async () => {
      journal.releaseAlways();
      await broker.close();
    },
  };
}
