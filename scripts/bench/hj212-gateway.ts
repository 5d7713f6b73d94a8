// The gateway as the product runs it, over the real journal (every acknowledged frame is synced to the disk), fed by a
// generator in its own process.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { NO_COUNTERS } from "../../core/counters.ts";
import type { DeviceDirectory, KnownDevice } from "../../core/field/devices.ts";
import { NO_LOG } from "../../core/log.ts";
import { startHj212Gateway } from "../../ingest/gateway/start-hj212-gateway.ts";
import { type Connection, openLibsql, type SqlValue } from "../../storage/journal/connection.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { freshDirectory, ownChild } from "../harness/left-behind.ts";
import { HJ212_PASSWORD, mnOf } from "../harness/plain-registry.ts";
import { type Spread, spread } from "../harness/spread.ts";
import { SYSTEM_CLOCK } from "../harness/system-clock.ts";

const GENERATOR = fileURLToPath(new URL("hj212-generator.js", import.meta.url));
const WARMUP_MS = 1_000;
const GENERATOR_SLACK_MS = 20_000;
const LIMITLESS = 1_000_000_000;

/** What the generator is started with. */
export interface GeneratorSetup {
  readonly port: number;
  readonly mns: readonly string[];
  readonly inflight: number;
  readonly warmupMs: number;
  readonly ms: number;
}

/** What it found. */
export interface GeneratorFigures {
  readonly acks: number;
  readonly acksPerSecond: number;
  readonly cpuShare: number;
  readonly ackMs: { readonly p50: number; readonly p99: number };
}

interface GatewayLoad {
  readonly runs: number;
  readonly seconds: number;
  readonly connections: number;
  readonly inflight: number;
}

interface StandstillFigures {
  readonly framesPerCommit: number;
  readonly commitMs: number;
  readonly commitShare: number;
  readonly checkpointMs: number;
  readonly checkpointShare: number;
  readonly queuedShare: number;
}

export interface GatewayFigures {
  readonly connections: number;
  readonly inflight: number;
  readonly acksPerSecond: Spread;
  readonly gatewayCpuShare: Spread;
  readonly generatorCpuShare: Spread;
  readonly ackMs: { readonly p50: Spread; readonly p99: Spread };
  readonly standstill: Readonly<Record<keyof StandstillFigures, Spread>>;
}

interface OneRun extends GeneratorFigures {
  readonly gatewayCpuShare: number;
  readonly standstill: StandstillFigures;
}

export async function measureGateway({ runs, seconds, connections, inflight }: GatewayLoad): Promise<GatewayFigures> {
  const results: OneRun[] = [];
  for (let i = 0; i < runs; i++) results.push(await measureOnce({ seconds, connections, inflight }));
  const of = (pick: (run: OneRun) => number): Spread => spread(results.map(pick));
  return {
    connections,
    inflight,
    acksPerSecond: of((r) => r.acksPerSecond),
    gatewayCpuShare: of((r) => r.gatewayCpuShare),
    generatorCpuShare: of((r) => r.cpuShare),
    ackMs: { p50: of((r) => r.ackMs.p50), p99: of((r) => r.ackMs.p99) },
    standstill: {
      framesPerCommit: of((r) => r.standstill.framesPerCommit),
      commitMs: of((r) => r.standstill.commitMs),
      commitShare: of((r) => r.standstill.commitShare),
      checkpointMs: of((r) => r.standstill.checkpointMs),
      checkpointShare: of((r) => r.standstill.checkpointShare),
      queuedShare: of((r) => r.standstill.queuedShare),
    },
  };
}

async function measureOnce({ seconds, connections, inflight }: Omit<GatewayLoad, "runs">): Promise<OneRun> {
  const standstill = new Standstill();
  const journal = openJournalWriter({ directory: join(freshDirectory("bench"), "journal"), log: NO_LOG, open: standstill.open });
  journal.onDurable(standstill.durable);
  const mns = Array.from({ length: connections }, (_, i) => mnOf(i));
  const gateway = await startHj212Gateway({
    host: "127.0.0.1",
    port: 0,
    journal,
    devices: directoryOf(mns),
    clock: SYSTEM_CLOCK,
    counters: NO_COUNTERS,
    log: NO_LOG,
    limits: { deviceRate: LIMITLESS, addressRate: LIMITLESS, connectionsPerAddress: connections },
  });
  try {
    return await generate({ port: gateway.port, mns, inflight, warmupMs: WARMUP_MS, ms: seconds * 1_000 }, standstill);
  } finally {
    await gateway.close();
    await journal.close();
  }
}

interface StandstillSum {
  readonly commits: number;
  readonly commitMs: number;
  readonly checkpoints: number;
  readonly checkpointMs: number;
  readonly lastSeq: number;
  readonly queuedMs: number;
  readonly at: number;
}

/**
 * Sees where the gateway's thread stands still: in COMMIT (the write and the sync of the log), in checkpoints (the log
 * is brought into the file, both synced), and in the queue for a core, which the kernel counts. And how many frames
 * share a commit.
 */
class Standstill {
  readonly #count = { commit: 0, checkpoint: 0 };
  readonly #ms = { commit: 0, checkpoint: 0 };
  #lastSeq = 0;

  open = (file: string): Connection => {
    const connection = openLibsql(file);
    return {
      ...connection,
      exec: (sql) => (sql === "COMMIT" ? this.#timed("commit", () => connection.exec(sql)) : connection.exec(sql)),
      prepare: (sql) => {
        const statement = connection.prepare(sql);
        if (!sql.includes("wal_checkpoint")) return statement;
        return {
          ...statement,
          rows: <Row extends readonly SqlValue[]>(values: readonly SqlValue[]) =>
            this.#timed("checkpoint", () => statement.rows<Row>(values)),
        };
      },
    };
  };

  durable = (lastSeq: number): void => {
    this.#lastSeq = lastSeq;
  };

  now(): StandstillSum {
    return {
      commits: this.#count.commit,
      commitMs: this.#ms.commit,
      checkpoints: this.#count.checkpoint,
      checkpointMs: this.#ms.checkpoint,
      lastSeq: this.#lastSeq,
      queuedMs: queuedMs(),
      at: performance.now(),
    };
  }

  /** What happened since `begin`, an earlier `now()`. */
  since(begin: StandstillSum): StandstillFigures {
    const end = this.now();
    const grown = (name: keyof StandstillSum): number => end[name] - begin[name];
    const ms = grown("at");
    return {
      framesPerCommit: grown("lastSeq") / Math.max(1, grown("commits")),
      commitMs: grown("commitMs") / Math.max(1, grown("commits")),
      commitShare: grown("commitMs") / ms,
      checkpointMs: grown("checkpointMs") / Math.max(1, grown("checkpoints")),
      checkpointShare: grown("checkpointMs") / ms,
      queuedShare: grown("queuedMs") / ms,
    };
  }

  #timed<Result>(what: "commit" | "checkpoint", action: () => Result): Result {
    const begin = performance.now();
    const result = action();
    this.#count[what] += 1;
    this.#ms[what] += performance.now() - begin;
    return result;
  }
}

/** How long the main thread was ready to run while others had the cores; 0 where the kernel does not say. */
function queuedMs(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
  } catch {
    return 0;
  }
}

/** Every device has the same password. */
function directoryOf(mns: readonly string[]): DeviceDirectory {
  const known = new Map(
    mns.map((mn): [string, KnownDevice] => [
      mn,
      { device: { mn }, acceptsMqttSecret: () => false, acceptsHj212Password: (password) => password === HJ212_PASSWORD },
    ]),
  );
  return { find: (mn) => known.get(mn), mayUse: (device, mn) => device === mn };
}

/** One run of the generator; our own processor time is that between its first line ("counting") and its last. */
async function generate(setup: GeneratorSetup, standstill: Standstill): Promise<OneRun> {
  const child = ownChild(spawn(process.execPath, [GENERATOR, JSON.stringify(setup)], { stdio: ["ignore", "pipe", "inherit"] }));
  const timer = setTimeout(() => child.kill("SIGKILL"), setup.warmupMs + setup.ms + GENERATOR_SLACK_MS);
  let begin = { cpu: process.cpuUsage(), at: performance.now(), standstill: standstill.now() };
  let result: OneRun | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "counting") {
      begin = { cpu: process.cpuUsage(), at: performance.now(), standstill: standstill.now() };
      continue;
    }
    const { user, system } = process.cpuUsage(begin.cpu);
    const gatewayCpuShare = (user + system) / 1_000 / (performance.now() - begin.at);
    result = { ...(JSON.parse(line) as GeneratorFigures), gatewayCpuShare, standstill: standstill.since(begin.standstill) };
  }
  clearTimeout(timer);
  if (result === undefined) throw new Error("the generator gave no result");
  return result;
}
