import { Worker } from "node:worker_threads";
import type { Log } from "../../core/log.ts";
import { BackOff } from "../../doors/back-off.ts";
import type { Doors, FromWorker, RoleName, ToWorker, WorkerStart } from "./role.ts";

/** Roles stop the other way round than they start, but the doors first. */
const STOP_ORDER: readonly RoleName[] = ["simulators", "gateway", "api", "pipeline"];
const RESTART_WAITS = { firstMs: 500, longestMs: 30_000 };
/** Who has lived so long before it dies is started anew as soon as one that dies for the first time. */
const LIVED_MS = 60_000;

/**
 * The worker threads, one a role. They live and die together, except for the API: people read there, with questions
 * that nobody can foresee, so once it has been ready its death costs nothing but itself.
 */
export class RunningThreads {
  readonly #workers = new Map<RoleName, Worker>();
  readonly #apiMemoryMb: number;
  readonly #log: Log;
  readonly #waits = new BackOff("api", RESTART_WAITS);
  /** How the API is started anew, from the moment it was ready. */
  #apiStart: WorkerStart | undefined;
  #apiReadyMs = 0;
  #restarts = 0;
  #isStopping = false;
  onFatal: (role: RoleName, message: string) => void = () => {};

  /** @param apiMemoryMb the API's thread ends when its objects take more */
  constructor(apiMemoryMb: number, log: Log) {
    this.#apiMemoryMb = apiMemoryMb;
    this.#log = log;
  }

  /** Has a thread load its role; it starts when its turn comes. */
  load(role: RoleName, start: WorkerStart): void {
    const file = import.meta.url.endsWith(".ts") ? "./run-role.ts" : "./run-role.js";
    const bounds = role === "api" ? { resourceLimits: { maxOldGenerationSizeMb: this.#apiMemoryMb } } : {};
    const worker = new Worker(new URL(file, import.meta.url), { workerData: start, name: role, ...bounds });
    this.#workers.set(role, worker);
    const failed = (cause: string): void => this.#failed(role, worker, cause);
    worker.on("error", (error) => failed(error.stack ?? error.message));
    worker.on("message", (message: FromWorker) => {
      if (message.type === "fatal") failed(message.message);
      if (message.type === "ready" && role === "api") this.#apiIsReady(start, message.doors);
    });
  }

  /** Starts a loaded role and waits until it accepts work. */
  start(role: RoleName, doors: Doors): Promise<Doors> {
    const worker = this.#workers.get(role);
    if (worker === undefined) throw new Error(`${role} was never loaded`);
    worker.postMessage({ type: "go", doors } satisfies ToWorker);
    return new Promise((resolve) => {
      worker.on("message", (message: FromWorker) => {
        if (message.type === "ready") resolve(message.doors);
      });
    });
  }

  /** A role that was loaded and not started stops like the others, once it is loaded. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const role of STOP_ORDER) {
      const worker = this.#workers.get(role);
      if (worker === undefined) continue;
      const stopped = new Promise<void>((resolve) => {
        worker.on("message", (message: FromWorker) => {
          if (message.type === "stopped") resolve();
        });
        worker.once("exit", () => resolve());
      });
      worker.postMessage({ type: "stop" } satisfies ToWorker);
      await stopped;
    }
  }

  /** It comes back on the same port, also where any free one was asked for. */
  #apiIsReady(start: WorkerStart, { http }: Doors): void {
    this.#apiReadyMs = performance.now();
    const port = http && { OUTFALL_HTTP_PORT: String(http.port) };
    this.#apiStart = { ...start, environment: { ...start.environment, ...port } };
  }

  #failed(role: RoleName, worker: Worker, cause: string): void {
    // One death is told in several ways.
    if (this.#workers.get(role) !== worker) return;
    if (role === "api" && this.#apiStart !== undefined && !this.#isStopping) void this.#restartApi(this.#apiStart, worker, cause);
    else this.onFatal(role, cause);
  }

  async #restartApi(start: WorkerStart, dead: Worker, cause: string): Promise<void> {
    this.#workers.delete("api");
    if (performance.now() - this.#apiReadyMs > LIVED_MS) this.#waits.reset();
    const waitMs = this.#waits.next();
    this.#restarts += 1;
    const restarted = { count: this.#restarts, at: new Date().toISOString() };
    this.#log.error({ cause, waitMs, ...restarted }, "the API died and is started anew; doors and pipeline go on");
    await dead.terminate();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (this.#isStopping) return;
    this.load("api", { ...start, restarted });
    void this.start("api", {});
  }
}
