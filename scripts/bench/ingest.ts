// Durable ingest: acknowledged QoS 1 messages a second, ours and mosquitto in turn (A B A B …) under the same
// generator.
//   npm run bench -- ingest [--pairs 5] [--seconds 5] [--ours outfall|broker] [--peer mosquitto|none] [--json FILE]
//   npm run bench -- ingest --target HOST:PORT [--user U] [--password P]     one run against something that is already
//     there
// `{i}` in user and password stands for the number of the connection, six digits.
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ownChild } from "../harness/left-behind.ts";
import { machine } from "../harness/machine.ts";
import { number, optionalText, readOptions, text, type Values } from "../harness/options.ts";
import { mnPattern, secretPattern } from "../harness/plain-registry.ts";
import type { Outcome } from "../harness/run-script.ts";
import { type Spread, shortened, spread, spreadText } from "../harness/spread.ts";
import type { CpuUse } from "./cpu-of-tree.ts";
import { PAYLOAD_BYTES } from "./mqtt-packets.ts";
import { startServer } from "./servers.ts";

const GENERATOR_SLACK_MS = 30_000;
/** A thread that used less says nothing. */
const THREAD_SECONDS = 0.05;

const TABLE = {
  pairs: number(5, 50),
  seconds: number(5, 120),
  warmup: number(1, 120),
  connections: number(50, 20_000),
  inflight: number(50, 65_535),
  ours: text("outfall"),
  peer: text("mosquitto"),
  target: optionalText(),
  user: text(mnPattern("{i}")),
  password: text(secretPattern("{i}")),
  json: optionalText(),
} as const;
type Options = Values<typeof TABLE>;

/** What the generator found. */
export interface MqttFigures {
  readonly acks: number;
  /** All of the run, with those before and after the time that is counted. */
  readonly everAcked: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly ackMs: { readonly p50: number; readonly p99: number };
}

interface Run {
  readonly acksPerSecond: number;
  readonly acksPerCpuSecond: number | undefined;
  readonly serverCpu: number | undefined;
  readonly threads: Readonly<Record<string, number>>;
  readonly generatorCpu: number;
  readonly ackMs: MqttFigures["ackMs"];
}

interface Pair {
  readonly ours: Run;
  readonly peer: Run | undefined;
}

/** One run of the generator; `cpu` is asked when it begins to count and when it has counted. */
async function generate(options: Options, { host, port }: { readonly host: string; readonly port: number }, cpu?: () => CpuUse) {
  const { seconds, warmup, connections, inflight, user, password } = options;
  const given = { host, port, connections, inflight, seconds, warmup, user, password };
  const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const script = fileURLToPath(new URL("mqtt-generator.js", import.meta.url));
  const child = ownChild(spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] }));
  const killer = setTimeout(() => child.kill("SIGKILL"), (seconds + warmup) * 1_000 + GENERATOR_SLACK_MS);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  let before: CpuUse | undefined;
  let run: Run | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { readonly event: "begin" } | (MqttFigures & { readonly event: "end" });
    if (event.event === "begin") before = cpu?.();
    else run = runOf(event, before, cpu?.());
  }
  const code = await ended;
  clearTimeout(killer);
  if (code !== 0 || run === undefined) throw new Error(`generator ended with ${code}`);
  return run;
}

function runOf({ acks, seconds, cpuSeconds, ackMs }: MqttFigures, before: CpuUse | undefined, after: CpuUse | undefined): Run {
  const cpu = before === undefined || after === undefined ? undefined : after.seconds - before.seconds;
  const threads = Object.entries(after?.threads ?? {})
    .map(([name, used]) => [name, shortened(used - (before?.threads[name] ?? 0))] as const)
    .filter(([, used]) => used >= THREAD_SECONDS);
  return {
    acksPerSecond: Math.round(acks / seconds),
    acksPerCpuSecond: cpu === undefined ? undefined : Math.round(acks / cpu),
    serverCpu: cpu === undefined ? undefined : shortened(cpu / seconds),
    threads: Object.fromEntries(threads),
    generatorCpu: shortened(cpuSeconds / seconds),
    ackMs,
  };
}

async function runOnce(options: Options, name: string): Promise<Run> {
  const server = await startServer(name, options.connections);
  try {
    return await generate(options, { host: "127.0.0.1", port: server.port }, server.cpu);
  } finally {
    await server.stop();
  }
}

async function compare(options: Options, peer: string): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; i < options.pairs; i++) {
    const ours = await runOnce(options, options.ours);
    report(options.ours, ours);
    const other = peer === "none" ? undefined : await runOnce(options, peer);
    if (other !== undefined) report(peer, other);
    pairs.push({ ours, peer: other });
  }
  return pairs;
}

type Key = "acksPerSecond" | "acksPerCpuSecond";
type Side = Readonly<Record<Key, Spread>>;

interface Summary {
  readonly ours: Side;
  readonly peer?: Side;
  readonly ratio?: Side;
}

function summarize(pairs: readonly Pair[]): Summary {
  const side = (pick: (pair: Pair, key: Key) => number): Side => ({
    acksPerSecond: spread(pairs.map((pair) => pick(pair, "acksPerSecond"))),
    acksPerCpuSecond: spread(pairs.map((pair) => pick(pair, "acksPerCpuSecond"))),
  });
  const ours = (pair: Pair, key: Key): number => pair.ours[key] ?? 0;
  const peer = (pair: Pair, key: Key): number => pair.peer?.[key] ?? 0;
  if (pairs.some((pair) => pair.peer === undefined)) return { ours: side(ours) };
  return { ours: side(ours), peer: side(peer), ratio: side((pair, key) => ours(pair, key) / peer(pair, key)) };
}

function mosquittoVersion(): string | undefined {
  return /version (\S+)/.exec(spawnSync("mosquitto", ["-h"], { encoding: "utf8" }).stdout ?? "")?.[1];
}

function report(name: string, run: Run): void {
  const cells = [
    name.padEnd(10),
    `${String(run.acksPerSecond).padStart(8)} acks/s`,
    `${String(run.acksPerCpuSecond ?? "–").padStart(8)} acks/CPU-s`,
    `server ${run.serverCpu ?? "–"} CPU`,
    `generator ${run.generatorCpu} CPU`,
    `ack p50 ${run.ackMs.p50} ms, p99 ${run.ackMs.p99} ms`,
  ];
  const threads = Object.entries(run.threads).map(([thread, seconds]) => `${thread} ${seconds} s`);
  console.log(cells.join("  ") + (threads.length > 1 ? `  [${threads.join(", ")}]` : ""));
}

function printSummary(summary: Summary, { options, peer, where }: { options: Options; peer: string; where: object }): void {
  console.log(`\n| | ${options.ours} (durable) | ${peer} (not durable) | ratio |\n| --- | --- | --- | --- |`);
  const titles = { acksPerSecond: "acks/s", acksPerCpuSecond: "acks/CPU-second" } as const;
  for (const key of ["acksPerSecond", "acksPerCpuSecond"] as const) {
    const cells = [summary.ours, summary.peer, summary.ratio].map((side) => (side === undefined ? "–" : spreadText(side[key])));
    console.log(`| ${titles[key]} | ${cells.join(" | ")} |`);
  }
  const { connections, inflight } = options;
  console.log(
    `\nMedian (least–greatest) of the runs, ${connections} connections × ${inflight} in flight, QoS 1, ${PAYLOAD_BYTES} bytes.`,
  );
  console.log(
    Object.entries(where)
      .map(([key, value]) => `${key} ${value}`)
      .join(", "),
  );
}

export async function benchIngest(args: readonly string[]): Promise<Outcome> {
  const options = readOptions("npm run bench -- ingest", TABLE, args);
  if (options.target !== undefined) {
    const [host = "127.0.0.1", port] = options.target.split(":");
    report(options.target, await generate(options, { host, port: Number(port) }));
    return { kept: true };
  }
  const isPeerMissing = options.peer === "mosquitto" && mosquittoVersion() === undefined;
  if (isPeerMissing) console.log("mosquitto is not installed: ours alone");
  const peer = isPeerMissing ? "none" : options.peer;
  const where = { ...machine(), mosquitto: mosquittoVersion() };
  const pairs = await compare(options, peer);
  const summary = summarize(pairs);
  printSummary(summary, { options, peer, where });
  if (options.json !== undefined) {
    const { connections, inflight, seconds, ours } = options;
    const setup = { connections, inflight, seconds, payloadBytes: PAYLOAD_BYTES };
    const result = { name: "ingest", environment: where, setup, ours, peer, summary, pairs };
    writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  }
  return { kept: true };
}
