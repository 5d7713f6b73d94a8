import { once } from "node:events";
import { connect } from "node:net";
import { NO_COUNTERS } from "../../core/counters.ts";
import type { DeviceCommand, Exchange } from "../../core/field/device-exchange.ts";
import type { DeviceDirectory, KnownDevice } from "../../core/field/devices.ts";
import { NO_LOG } from "../../core/log.ts";
import type { Device } from "../../core/registry/registry.ts";
import { type Instant, plus } from "../../core/time.ts";
import { DeviceDesk, type DeviceDeskOptions } from "../../field/device-desk.ts";
import { startHj212Gateway } from "../../ingest/gateway/start-hj212-gateway.ts";
import { MemoryDeviceLedger } from "../../storage/memory/memory-device-ledger.ts";
import { HandJournal, Peer } from "./hj212-door.ts";

/** The HJ 212 door with a desk behind it, over a ledger in memory and a clock that stands. */
export interface DeskDoor extends AsyncDisposable {
  readonly ledger: MemoryDeviceLedger;
  readonly desk: DeviceDesk;
  readonly journal: HandJournal;
  /** Asks something of a device; answers with the id of the exchange. */
  ask(mn: string, command: DeviceCommand, st?: string): string;
  /** The exchange, once it is in one of `states`. */
  reaches(id: string, ...states: readonly Exchange["state"][]): Promise<Exchange>;
  connect(from?: string): Promise<Peer>;
  pass(ms: number): void;
}

/** Known devices with the PW 123456, which the platform can read back. */
export function readableDirectory(devices: readonly Device[]): DeviceDirectory {
  const known = new Map<string, KnownDevice>(
    devices.map((device) => [
      device.mn,
      {
        device,
        acceptsMqttSecret: () => false,
        acceptsHj212Password: (password) => password === "123456",
        hj212Password: () => "123456",
      },
    ]),
  );
  return { find: (mn) => known.get(mn), mayUse: (device, mn) => device === mn };
}

export async function openDeskDoor(
  devices: readonly Device[],
  now: Instant,
  change: Partial<Pick<DeviceDeskOptions, "timing" | "publishDown">> = {},
): Promise<DeskDoor> {
  const time = { now };
  const clock = { now: () => time.now, kind: "manual" as const };
  const ledger = new NotingLedger();
  const journal = new HandJournal();
  const shared = { devices: readableDirectory(devices), clock, counters: NO_COUNTERS, log: NO_LOG };
  const desk = new DeviceDesk({ ...shared, ledger, publishDown: async () => false, ...change });
  const gateway = await startHj212Gateway({ ...shared, host: "127.0.0.1", port: 0, journal, desk });
  const peers: Peer[] = [];
  let asked = 0;
  return {
    ledger,
    desk,
    journal,
    ask(mn, command, st) {
      asked += 1;
      const id = `x${asked}`;
      ledger.request([{ id, mn, command, st: st ?? null, createdAt: time.now, createdBy: "user:u1" }]);
      desk.look();
      return id;
    },
    reaches: (id, ...states) => ledger.reaches(id, states),
    async connect(from = "127.0.0.1") {
      const socket = connect({ port: gateway.port, host: "127.0.0.1", localAddress: from });
      await once(socket, "connect");
      const peer = new Peer(socket);
      peers.push(peer);
      return peer;
    },
    pass(ms) {
      time.now = plus(time.now, ms);
    },
    async [Symbol.asyncDispose]() {
      for (const peer of peers) peer.socket.destroy();
      await gateway.close();
      desk.close();
    },
  };
}

/** Tells when an exchange has come to a state. */
class NotingLedger extends MemoryDeviceLedger {
  readonly #waiting = new Set<() => void>();

  override save(update: Parameters<MemoryDeviceLedger["save"]>[0]): void {
    super.save(update);
    for (const look of [...this.#waiting]) look();
  }

  reaches(id: string, states: readonly Exchange["state"][]): Promise<Exchange> {
    return new Promise((resolve) => {
      const look = (): void => {
        const exchange = this.exchange(id);
        if (exchange === undefined || !states.includes(exchange.state)) return;
        this.#waiting.delete(look);
        resolve(exchange);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
