import { once } from "node:events";
import { connect } from "node:net";
import { NO_COUNTERS } from "../../core/counters.ts";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { DeviceDirectory, KnownDevice, NewSm4Key } from "../../core/field/devices.ts";
import type { DeviceCommand, Exchange } from "../../core/field/exchange.ts";
import type { RefusalNotice } from "../../core/field/refusal.ts";
import { NO_LOG } from "../../core/log.ts";
import type { Device } from "../../core/registry/registry.ts";
import { type Instant, plus } from "../../core/time.ts";
import { DeviceSessions, type DeviceSessionsOptions } from "../../field/device-sessions.ts";
import { sm4KeyBytes } from "../../ingest/codecs/hj212/sm4.ts";
import { startHj212Gateway } from "../../ingest/gateway/start-hj212-gateway.ts";
import { MemoryDeviceRecords } from "../../storage/memory/memory-device-records.ts";
import { HandJournal, Peer } from "./hj212-door.ts";

/** The HJ 212 listener with device sessions behind it, over device records in memory and a clock that stands. */
export interface GatewayWithSessions extends AsyncDisposable {
  readonly deviceRecords: MemoryDeviceRecords & { isBusy: boolean };
  readonly sessions: DeviceSessions;
  readonly journal: HandJournal;
  /** Asks something of a device; answers with the id of the exchange. */
  ask(mn: string, command: DeviceCommand, st?: string): Promise<string>;
  /** The exchange, once it is in one of `states`. */
  reaches(id: string, ...states: readonly Exchange["state"][]): Promise<Exchange>;
  connect(from?: string): Promise<Peer>;
  pass(ms: number): void;
}

function newKeyOf({ sm4KeyNew }: Device): NewSm4Key | undefined {
  const bytes = sm4KeyNew && sm4KeyBytes(sm4KeyNew.stored);
  return sm4KeyNew && bytes && { stored: sm4KeyNew.stored, text: sm4KeyNew.stored, bytes };
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
        sm4Key: () => device.sm4Key && sm4KeyBytes(device.sm4Key.stored),
        newSm4Key: () => newKeyOf(device),
      },
    ]),
  );
  return { find: (mn) => known.get(mn), mayUse: (device, mn) => device === mn };
}

export async function openGatewayWithSessions(
  devices: readonly Device[],
  now: Instant,
  change: Partial<Pick<DeviceSessionsOptions, "timing" | "publishDown" | "time">> = {},
): Promise<GatewayWithSessions> {
  const time = { now };
  const clock = { now: () => time.now, kind: "manual" as const };
  const deviceRecords = new NotingRecords();
  const journal = new HandJournal();
  const shared = { devices: readableDirectory(devices), clock, counters: NO_COUNTERS, log: NO_LOG };
  const sessions = await DeviceSessions.start({ ...shared, deviceRecords, publishDown: async () => false, ...change });
  const onRefused = (refusal: RefusalNotice): void => sessions.refused(refusal);
  const gateway = await startHj212Gateway({ ...shared, host: "127.0.0.1", port: 0, journal, observer: sessions, onRefused });
  const peers: Peer[] = [];
  let asked = 0;
  return {
    deviceRecords,
    sessions,
    journal,
    async ask(mn, command, st) {
      asked += 1;
      const id = `x${asked}`;
      await deviceRecords.request([{ id, mn, command, st: st ?? null, createdAt: time.now, createdBy: "user:u1" }]);
      await sessions.look();
      return id;
    },
    reaches: (id, ...states) => deviceRecords.reaches(id, states),
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
      await sessions.close();
    },
  };
}

/** Tells when an exchange has come to a state, and may be too busy for requests. */
class NotingRecords extends MemoryDeviceRecords {
  isBusy = false;
  readonly #waiting = new Set<() => Promise<void>>();

  override async request(asked: Parameters<MemoryDeviceRecords["request"]>[0]): Promise<void> {
    if (this.isBusy) throw new StoreUnavailableError("the device records cannot be written now");
    await super.request(asked);
  }

  override async queued(limit: number): ReturnType<MemoryDeviceRecords["queued"]> {
    if (this.isBusy) throw new StoreUnavailableError("the device records cannot be read now");
    return super.queued(limit);
  }

  override async save(update: Parameters<MemoryDeviceRecords["save"]>[0]): Promise<void> {
    await super.save(update);
    await Promise.all([...this.#waiting].map((look) => look()));
  }

  reaches(id: string, states: readonly Exchange["state"][]): Promise<Exchange> {
    return new Promise((resolve) => {
      const look = async (): Promise<void> => {
        const exchange = await this.exchange(id);
        if (exchange === undefined || !states.includes(exchange.state)) return;
        this.#waiting.delete(look);
        resolve(exchange);
      };
      this.#waiting.add(look);
      void look();
    });
  }
}
