import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { pino } from "pino";
import type { RoleHealth } from "../../core/readiness/readiness.ts";
import { Bus } from "../bus.ts";
import { readClock } from "../clock.ts";
import { parseConfig } from "../config.ts";
import { EverySecond } from "../every-second.ts";
import { ThreadCounters } from "../metrics.ts";
import { answerForRole } from "../readiness/answer-for-role.ts";
import { watchDerivedFiles } from "./derived-files.ts";
import type { Doors, FromWorker, RoleContext, RoleName, RunningRole, ToWorker, WorkerStart } from "./role.ts";

/** Each role is loaded only by the thread that runs it. */
const STARTERS: Readonly<Record<RoleName, () => Promise<(context: RoleContext) => Promise<RunningRole>>>> = {
  gateway: async () => (await import("./gateway-role.ts")).startGatewayRole,
  pipeline: async () => (await import("./pipeline-role.ts")).startPipelineRole,
  api: async () => (await import("./api-role.ts")).startApiRole,
  simulators: async () => (await import("./simulators-role.ts")).startSimulatorsRole,
};

/** What a worker thread waits for. */
interface Orders {
  readonly go: Promise<Doors>;
  readonly stop: Promise<undefined>;
}

/**
 * Runs one role in this worker thread; the answer stops it. The role's modules are loaded at once, side by side with
 * those of the others; the role starts when its turn comes, or never when it is to stop before. The modules are loaded
 * to the end in any case: a thread that is terminated while a native one is being loaded goes on with half of it.
 */
async function runRole(start: WorkerStart, orders: Orders, tell: (message: FromWorker) => void): Promise<() => Promise<void>> {
  const parsed = parseConfig(start.environment);
  if (!parsed.ok) throw new Error("the supervisor checked the configuration before");
  const config = parsed.value;
  const bus = new Bus(start.busName);
  const counters = new ThreadCounters(start.role, bus);
  const log = pino({ level: config.logLevel, base: { role: start.role } }, pino.destination({ dest: 2, sync: true }));
  const fatal = (error: Error): void => {
    log.fatal({ cause: error.message, stack: error.stack }, "cannot go on");
    tell({ type: "fatal", message: error.message });
  };
  process.on("uncaughtException", fatal);
  process.on("unhandledRejection", (cause) => fatal(cause instanceof Error ? cause : new Error(String(cause))));
  const clock = readClock(start.clock);
  let role: RunningRole | undefined;
  const health = (): RoleHealth => ({ isRunning: role !== undefined, away: [], ...role?.health?.() });
  const silence = await answerForRole({ ...start, dataDir: config.dataDir, bus, log, health });
  const startRole = await STARTERS[start.role]();
  const doors = await Promise.race([orders.go, orders.stop]);
  const stopping = new AbortController();
  void orders.stop.then(() => stopping.abort());
  const { signal } = stopping;
  if (doors !== undefined) {
    try {
      const restarted = restartedOf(start);
      role = await startRole({ config, clock, bus, counters, log, fatal, signal, roles: start.roles, doors, ...restarted });
    } catch (error) {
      if (signal.aborted) return async () => tell({ type: "stopped" });
      throw error;
    }
    counters.publish();
    tell({ type: "ready", doors: role.doors });
  }
  const files = role && watchFiles(start.role, { dataDir: config.dataDir, log, fatal });
  return async () => {
    await files?.stop();
    await role?.stop();
    await silence();
    counters.close();
    bus.close();
    tell({ type: "stopped" });
  };
}

/** Ends the role once a derived file of its own is corrupt, so that the next start makes it anew. */
function watchFiles(
  role: RoleName,
  { dataDir, log, fatal }: Pick<RoleContext, "log" | "fatal"> & { dataDir: string },
): EverySecond {
  const look = watchDerivedFiles(dataDir, role);
  let isOver = false;
  return new EverySecond(async () => {
    const cause = look();
    if (cause === undefined || isOver) return;
    isOver = true;
    fatal(new Error(cause));
  }, log);
}

function restartedOf({ restarted }: WorkerStart): Pick<RoleContext, "restarted"> {
  return restarted === undefined ? {} : { restarted };
}

if (parentPort !== null) {
  const port = parentPort;
  const tell = (message: FromWorker): void => port.postMessage(message);
  const orders = ordersFrom(port);
  runRole(workerData as WorkerStart, orders, tell).then(
    async (stop) => {
      await orders.stop;
      stop().then(
        () => port.close(),
        (cause: unknown) => tell({ type: "fatal", message: String(cause) }),
      );
    },
    (cause: unknown) => tell({ type: "fatal", message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  );
}

/** Orders may come while the modules are still being loaded: none of them is lost. */
function ordersFrom(port: MessagePort): Orders {
  const of = <T extends ToWorker["type"]>(type: T): Promise<Extract<ToWorker, { type: T }>> =>
    new Promise((resolve) => {
      port.on("message", (message: ToWorker) => {
        if (message.type === type) resolve(message as Extract<ToWorker, { type: T }>);
      });
    });
  return { go: of("go").then(({ doors }) => doors), stop: of("stop").then(() => undefined) };
}
