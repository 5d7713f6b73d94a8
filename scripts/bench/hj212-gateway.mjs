// The gateway as the product runs it, over the real journal (every acknowledged frame is synced to the disk), fed by a generator in its own process.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { NO_LOG } from "../../dist/core/log.js";
import { startHj212Gateway } from "../../dist/ingest/gateway/start-hj212-gateway.js";
import { openLibsql } from "../../dist/storage/journal/connection.js";
import { openJournalWriter } from "../../dist/storage/journal/sqlite-writer.js";
import { spread } from "./spread.mjs";

const GENERATOR = fileURLToPath(new URL("./hj212-generator.mjs", import.meta.url));
const WARMUP_MS = 1_000;

export async function measureGateway({ runs, seconds, connections, inflight }) {
  const results = [];
  for (let i = 0; i < runs; i++) results.push(await measureOnce({ seconds, connections, inflight }));
  return {
    connections,
    inflight,
    acksPerSecond: spread(results.map((r) => r.acksPerSecond)),
    gatewayCpuShare: spread(results.map((r) => r.gatewayCpuShare)),
    generatorCpuShare: spread(results.map((r) => r.cpuShare)),
    ackMs: { p50: spread(results.map((r) => r.ackMs.p50)), p99: spread(results.map((r) => r.ackMs.p99)) },
    standstill: Object.fromEntries(
      Object.keys(results[0].standstill).map((name) => [name, spread(results.map((r) => r.standstill[name]))]),
    ),
  };
}

async function measureOnce({ seconds, connections, inflight }) {
  const directory = mkdtempSync(join(tmpdir(), "outfall-bench-"));
  const standstill = new Standstill();
  const journal = openJournalWriter({ directory: join(directory, "journal"), log: NO_LOG, open: standstill.open });
  journal.onDurable(standstill.durable);
  const mns = Array.from({ length: connections }, (_, i) => `SIM4101020000000000${String(i).padStart(5, "0")}`);
  const gateway = await startHj212Gateway({
    host: "127.0.0.1",
    port: 0,
    journal,
    devices: directoryOf(mns),
    clock: { now: () => Date.now(), kind: "system" },
    counters: { add: () => {}, set: () => {} },
    log: NO_LOG,
    limits: { deviceRate: 1_000_000_000, addressRate: 1_000_000_000, connectionsPerAddress: connections },
  });
  try {
    return await generate({ port: gateway.port, mns, inflight, warmupMs: WARMUP_MS, ms: seconds * 1_000 }, standstill);
  } finally {
    await gateway.close();
    await journal.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Sees where the gateway's thread stands still: in COMMIT (the write and the sync of the log), in checkpoints (the log is brought into the file, both synced),
 * and in the queue for a core, which the kernel counts. And how many frames share a commit.
 */
class Standstill {
  #sum = { commits: 0, commitMs: 0, checkpoints: 0, checkpointMs: 0, lastSeq: 0 };

  open = (file) => {
    const connection = openLibsql(file);
    return {
      ...connection,
      exec: (sql) => (sql === "COMMIT" ? this.#timed("commit", () => connection.exec(sql)) : connection.exec(sql)),
      prepare: (sql) => {
        const statement = connection.prepare(sql);
        if (!sql.includes("wal_checkpoint")) return statement;
        return { ...statement, rows: (values) => this.#timed("checkpoint", () => statement.rows(values)) };
      },
    };
  };

  durable = (lastSeq) => {
    this.#sum.lastSeq = lastSeq;
  };

  now() {
    return { ...this.#sum, queuedMs: queuedMs(), at: performance.now() };
  }

  /** What happened since `begin`, an earlier `now()`. */
  since(begin) {
    const end = this.now();
    const ms = end.at - begin.at;
    const grown = (name) => end[name] - begin[name];
    return {
      framesPerCommit: grown("lastSeq") / Math.max(1, grown("commits")),
      commitMs: grown("commitMs") / Math.max(1, grown("commits")),
      commitShare: grown("commitMs") / ms,
      checkpointMs: grown("checkpointMs") / Math.max(1, grown("checkpoints")),
      checkpointShare: grown("checkpointMs") / ms,
      queuedShare: grown("queuedMs") / ms,
    };
  }

  #timed(name, action) {
    const begin = performance.now();
    const result = action();
    this.#sum[`${name}s`] += 1;
    this.#sum[`${name}Ms`] += performance.now() - begin;
    return result;
  }
}

/** How long the main thread was ready to run while others had the cores; 0 where the kernel does not say. */
function queuedMs() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
  } catch {
    return 0;
  }
}

/** Every device has the password 123456. */
function directoryOf(mns) {
  const known = new Map(
    mns.map((mn) => [
      mn,
      { device: { mn }, acceptsMqttSecret: () => false, acceptsHj212Password: (password) => password === "123456" },
    ]),
  );
  return { find: (mn) => known.get(mn), mayUse: (device, mn) => device === mn };
}

/** One run of the generator; our own processor time is that between its first line ("counting") and its last. */
async function generate(setup, standstill) {
  const child = spawn(process.execPath, [GENERATOR, JSON.stringify(setup)], { stdio: ["ignore", "pipe", "inherit"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), setup.warmupMs + setup.ms + 20_000);
  let begin;
  let result;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "counting") begin = { cpu: process.cpuUsage(), at: performance.now(), standstill: standstill.now() };
    else {
      const { user, system } = process.cpuUsage(begin.cpu);
      const ms = performance.now() - begin.at;
      result = {
        ...JSON.parse(line),
        gatewayCpuShare: (user + system) / 1_000 / ms,
        standstill: standstill.since(begin.standstill),
      };
    }
  }
  clearTimeout(timer);
  if (result === undefined) throw new Error("the generator gave no result");
  return result;
}
