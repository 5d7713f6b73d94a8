import { createServer, type Server } from "node:net";
import type { Clock } from "../../core/clock.ts";
import type { Counters } from "../../core/counters.ts";
import type { DeviceDirectory } from "../../core/field/devices.ts";
import type { FrameObserver } from "../../core/field/frame-observer.ts";
import type { OnRefused } from "../../core/field/refusal.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import type { DayBudgets } from "../../doors/day-budgets.ts";
import { JournalGate } from "../../doors/journal-gate.ts";
import { SenderRates } from "../../doors/sender-rates.ts";
import type { ConnectionContext } from "./connection.ts";
import { Connections } from "./connections.ts";
import { DEFAULT_GATEWAY_LIMITS, type GatewayLimits } from "./gateway-limits.ts";
import { PasswordBrake } from "./password-brake.ts";

export interface Hj212GatewayOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly journal: JournalWriter;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** Told what devices say, so that they can be spoken to. Without it the gateway only listens. */
  readonly observer?: FrameObserver;
  /** Called with every frame that was refused. */
  readonly onRefused?: OnRefused;
  readonly limits?: Partial<GatewayLimits>;
  /** What each device has brought today, over all doors that share it. */
  readonly budgets?: DayBudgets;
}

export interface Hj212Gateway {
  readonly port: number;
  /** Takes no more, answers what is on its way to the disk, ends all sockets. */
  close(): Promise<void>;
}

/**
 * Opens the HJ 212 listener: a TCP server that journals every frame of a known device whole (`##` … CR LF) and answers
 * it in the dialect of its Flag once it is durable. Frames of unknown senders, or with a wrong PW, CRC or length, are
 * refused: counted, kept as samples, not answered.
 * @throws the error of `listen` when the port cannot be had.
 */
export async function startHj212Gateway(options: Hj212GatewayOptions): Promise<Hj212Gateway> {
  const limits: GatewayLimits = { ...DEFAULT_GATEWAY_LIMITS, ...options.limits };
  const gate = new JournalGate(options.journal, limits.journalPendingBytes);
  const rates = { deviceRates: new SenderRates(limits.deviceRate), addressRates: new SenderRates(limits.addressRate) };
  const context: ConnectionContext = { ...options, ...rates, limits, gate, brake: new PasswordBrake(limits) };
  const connections = new Connections(context);
  const server = createServer({ allowHalfOpen: true }, (socket) => connections.accept(socket));
  await listen(server, options);
  server.on("error", (error) => options.log.error({ error: error.message }, "hj212 server failed"));
  const timer = setInterval(() => connections.sweep(), sweepIntervalMs(limits));
  return {
    port: portOf(server),
    async close() {
      clearInterval(timer);
      await Promise.all([closed(server), connections.close()]);
    },
  };
}

/** Often enough for the shortest limit, at most once a second. */
function sweepIntervalMs(limits: GatewayLimits): number {
  return Math.max(10, Math.min(1_000, limits.learnMs / 2, limits.idleMs / 2, limits.restMs / 2));
}

function listen(server: Server, { host, port }: Hj212GatewayOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: 511 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
