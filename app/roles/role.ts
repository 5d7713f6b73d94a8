import type { Logger } from "pino";
import type { Clock } from "../../core/clock.ts";
import type { RoleHealth } from "../../core/readiness/readiness.ts";
import type { Instant } from "../../core/time.ts";
import type { Bus } from "../bus.ts";
import type { SharedClock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { ThreadCounters } from "../metrics.ts";

export type RoleName = "gateway" | "pipeline" | "api" | "simulators";

export const ROLE_NAMES: readonly RoleName[] = ["gateway", "pipeline", "api", "simulators"];

/** What every role is given by the thread it runs in. */
export interface RoleContext {
  readonly config: Config;
  readonly clock: Clock & { moveTo(at: Instant): void };
  readonly bus: Bus;
  readonly counters: ThreadCounters;
  readonly log: Logger;
  /** Set where this role died before and the others went on. */
  readonly restarted?: Restarted;
  /** Roles that run in this process tree. */
  readonly roles: readonly RoleName[];
  /** Ports of the doors, for roles that call them. */
  readonly doors: Doors;
  /** Aborted when the role is to stop, perhaps before it has started. */
  readonly signal: AbortSignal;
  /** Ends the whole process with exit code 1: what is not durable must not be acknowledged. */
  readonly fatal: (error: Error) => void;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Doors that are open, with their ports; they stand in the ready line under these names. */
export interface Doors {
  readonly http?: Endpoint;
  readonly mqtt?: Endpoint;
  /** MQTT over TLS, when it was asked for. */
  readonly mqtts?: Endpoint;
  /** MQTT over WebSocket, when it was asked for; `wss` when there is a certificate. */
  readonly mqttWs?: Endpoint;
  readonly hj212?: Endpoint;
}

export interface RunningRole {
  readonly doors: Doors;
  /** How it is, for those without which nothing is ready. */
  readonly health?: () => Omit<RoleHealth, "isRunning">;
  /** Stops taking, finishes what was acknowledged, flushes. */
  stop(): Promise<void>;
}

/**
 * What a worker thread is born with: the part of the clock that crosses, and the environment the configuration is read
 * from.
 */
export interface WorkerStart {
  readonly role: RoleName;
  readonly roles: readonly RoleName[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: SharedClock;
  readonly busName: string;
  /** Set in a thread that takes the place of one that died. */
  readonly restarted?: Restarted;
}

/** That a role died and was started anew while the others went on. */
export interface Restarted {
  readonly count: number;
  /** When the last one died, by the system's clock. */
  readonly at: string;
}

/** What the supervisor tells a worker thread: its turn has come, with the doors that are open by then; or to stop. */
export type ToWorker = { readonly type: "go"; readonly doors: Doors } | { readonly type: "stop" };

export type FromWorker =
  | { readonly type: "ready"; readonly doors: Doors }
  | { readonly type: "stopped" }
  | { readonly type: "fatal"; readonly message: string };
