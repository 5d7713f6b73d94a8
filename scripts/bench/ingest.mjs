// Durable ingest: acknowledged QoS 1 messages a second, ours and mosquitto in turn (A B A B …) under the same generator.
//   npm run bench -- ingest [--pairs 5] [--seconds 5] [--ours outfall|broker] [--peer mosquitto|none] [--json FILE]
//   npm run bench -- ingest --target HOST:PORT [--user U] [--password P]     one run against something that is already there
// `{i}` in user and password stands for the number of the connection, six digits.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startServer } from "./servers.mjs";

const MAX_PAIRS = 50;
const MAX_SECONDS = 120;
const GENERATOR_SLACK_MS = 30_000;

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "ingest"),
  options: {
    pairs: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    warmup: { type: "string", default: "1" },
    connections: { type: "string", default: "50" },
    inflight: { type: "string", default: "50" },
    ours: { type: "string", default: "outfall" },
    peer: { type: "string", default: "mosquitto" },
    target: { type: "string" },
    user: { type: "string" },
    password: { type: "string" },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

/** One run of the generator; `cpu` is asked when it begins to count and when it has counted. */
function generate(port, host, cpu) {
  const seconds = bounded(options.seconds, MAX_SECONDS);
  const args = ["--host", host, "--port", String(port), "--connections", options.connections, "--inflight", options.inflight];
  args.push("--seconds", String(seconds), "--warmup", options.warmup);
  if (options.user !== undefined) args.push("--user", options.user);
  if (options.password !== undefined) args.push("--password", options.password);
  const script = fileURLToPath(new URL("mqtt-generator.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const killer = setTimeout(() => child.kill("SIGKILL"), (seconds + Number(options.warmup)) * 1_000 + GENERATOR_SLACK_MS);
  return new Promise((resolve, reject) => {
    let before;
    let result;
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        const event = JSON.parse(line);
        if (event.event === "begin") before = cpu?.();
        if (event.event === "end") result = { ...event, before, after: cpu?.() };
      }
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(killer);
      if (code === 0 && result !== undefined) resolve(figures(result));
      else reject(new Error(`generator ended with ${code}`));
    });
  });
}

function figures({ acks, seconds, cpuSeconds, ackMs, before, after }) {
  const cpu = after === undefined ? undefined : after.seconds - before.seconds;
  const threads = {};
  for (const [name, used] of Object.entries(after?.threads ?? {})) {
    const share = used - (before.threads[name] ?? 0);
    if (share >= 0.05) threads[name] = round(share);
  }
  return {
    acksPerSecond: Math.round(acks / seconds),
    acksPerCpuSecond: cpu === undefined ? undefined : Math.round(acks / cpu),
    serverCpu: cpu === undefined ? undefined : round(cpu / seconds),
    threads,
    generatorCpu: round(cpuSeconds / seconds),
    ackMs,
  };
}

async function runOnce(name) {
  const server = await startServer(name, Number(options.connections));
  try {
    return await generate(server.port, "127.0.0.1", server.cpu);
  } finally {
    await server.stop();
  }
}

async function compare() {
  const pairs = [];
  const count = bounded(options.pairs, MAX_PAIRS);
  for (let i = 0; i < count; i++) {
    const ours = await runOnce(options.ours);
    report(options.ours, ours);
    const peer = options.peer === "none" ? undefined : await runOnce(options.peer);
    if (peer !== undefined) report(options.peer, peer);
    pairs.push({ ours, peer });
  }
  return pairs;
}

function summarize(pairs) {
  const ofOurs = (key) => spread(pairs.map((pair) => pair.ours[key]));
  const summary = { ours: { acksPerSecond: ofOurs("acksPerSecond"), acksPerCpuSecond: ofOurs("acksPerCpuSecond") } };
  if (pairs.some((pair) => pair.peer === undefined)) return summary;
  const ofPeer = (key) => spread(pairs.map((pair) => pair.peer[key]));
  const ratio = (key) => spread(pairs.map((pair) => pair.ours[key] / pair.peer[key]));
  return {
    ...summary,
    peer: { acksPerSecond: ofPeer("acksPerSecond"), acksPerCpuSecond: ofPeer("acksPerCpuSecond") },
    ratio: { acksPerSecond: ratio("acksPerSecond"), acksPerCpuSecond: ratio("acksPerCpuSecond") },
  };
}

/** Median with least and greatest. */
function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median: round(median), min: round(sorted[0]), max: round(sorted.at(-1)) };
}

function environment() {
  return {
    cpu: cpus()[0]?.model ?? "?",
    cores: cpus().length,
    memoryGb: round(totalmem() / 2 ** 30),
    node: process.version,
    mosquitto: mosquittoVersion(),
    commit: commit(),
    at: new Date().toISOString(),
  };
}

function mosquittoVersion() {
  return /version (\S+)/.exec(spawnSync("mosquitto", ["-h"], { encoding: "utf8" }).stdout ?? "")?.[1];
}

function commit() {
  try {
    const isChanged = execFileSync("git", ["status", "--porcelain", "-uno"], { encoding: "utf8" }).trim() !== "";
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim() + (isChanged ? "+changes" : "");
  } catch {
    return undefined;
  }
}

function report(name, run) {
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

function bounded(text, most) {
  const value = Number(text);
  if (!(value > 0 && value <= most)) throw new Error(`${text} is not between 0 and ${most}`);
  return value;
}

function round(value) {
  return value >= 100 ? Math.round(value) : Number(value.toFixed(2));
}

function printSummary(summary, where) {
  console.log(`\n| | ${options.ours} (durable) | ${options.peer} (not durable) | ratio |\n| --- | --- | --- | --- |`);
  for (const [key, title] of [
    ["acksPerSecond", "acks/s"],
    ["acksPerCpuSecond", "acks/CPU-second"],
  ]) {
    const cells = [summary.ours, summary.peer, summary.ratio].map((side) =>
      side === undefined ? "–" : `${side[key].median} (${side[key].min}–${side[key].max})`,
    );
    console.log(`| ${title} | ${cells.join(" | ")} |`);
  }
  console.log(
    `\nMedian (least–greatest) of the runs, ${options.connections} connections × ${options.inflight} in flight, QoS 1, 121 bytes.`,
  );
  console.log(
    Object.entries(where)
      .map(([key, value]) => `${key} ${value}`)
      .join(", "),
  );
}

async function main() {
  if (options.help) {
    console.log(
      "usage: ingest [--pairs N] [--seconds N] [--ours outfall|broker] [--peer mosquitto|none] [--target HOST:PORT] [--json FILE]",
    );
    return;
  }
  if (options.target !== undefined) {
    const [host = "127.0.0.1", port] = options.target.split(":");
    report(options.target, await generate(port, host, undefined));
    return;
  }
  if (options.peer === "mosquitto" && mosquittoVersion() === undefined) {
    console.log("mosquitto is not installed: ours alone");
    options.peer = "none";
  }
  const where = environment();
  const pairs = await compare();
  const summary = summarize(pairs);
  printSummary(summary, where);
  if (options.json !== undefined) {
    const setup = {
      connections: Number(options.connections),
      inflight: Number(options.inflight),
      seconds: Number(options.seconds),
      payloadBytes: 121,
    };
    writeFileSync(
      options.json,
      `${JSON.stringify({ name: "ingest", environment: where, setup, ours: options.ours, peer: options.peer, summary, pairs }, null, 2)}\n`,
    );
  }
}

await main();
