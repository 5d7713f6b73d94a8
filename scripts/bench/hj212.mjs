// HJ 212: how long one frame takes to decode, beside a naive split parser in the same run, and how many frames a second the gateway acknowledges.
//   npm run bench -- hj212 [--pairs 7] [--ms 300] [--seconds 4] [--connections 20] [--inflight 100] [--no-gateway] [--json FILE]
// Runs on dist/: build first. Every loop is bounded; the gateway's frames come from a process of their own (hj212-generator.mjs).
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { FRAMES } from "./hj212-frames.mjs";
import { measureGateway } from "./hj212-gateway.mjs";
import { measureParse } from "./hj212-parse.mjs";

const MAX_PAIRS = 50;
const MAX_MS = 5_000;
const MAX_SECONDS = 60;

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "hj212"),
  options: {
    pairs: { type: "string", default: "7" },
    ms: { type: "string", default: "300" },
    seconds: { type: "string", default: "4" },
    connections: { type: "string", default: "20" },
    inflight: { type: "string", default: "100" },
    "no-gateway": { type: "boolean", default: false },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

function bounded(text, most) {
  const value = Number(text);
  if (!(value > 0 && value <= most)) throw new Error(`${text} is not between 0 and ${most}`);
  return value;
}

function environment() {
  return {
    cpu: cpus()[0]?.model ?? "?",
    cores: cpus().length,
    load: loadavg().map((l) => Number(l.toFixed(2))),
    node: process.version,
    commit: commit(),
    at: new Date().toISOString(),
  };
}

function commit() {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

function printParse(parse) {
  console.log(
    "| frame | bytes | decode µs | naive split µs | naive ÷ decode | decode B/frame | naive B/frame |\n| --- | --- | --- | --- | --- | --- | --- |",
  );
  for (const row of parse) {
    const cells = [row.frame, row.bytes, text(row.decodeUs), text(row.naiveUs), text(row.ratio), row.decodeBytes, row.naiveBytes];
    console.log(`| ${cells.join(" | ")} |`);
  }
  for (const row of parse) console.log(`${row.frame}: CRC ${text(row.crcUs)} µs, cut ${text(row.cutUs)} µs a frame`);
}

function printGateway(gateway) {
  const { acksPerSecond, gatewayCpuShare, generatorCpuShare, ackMs } = gateway;
  console.log(
    `gateway: ${text(acksPerSecond)} acknowledged frames/s over ${gateway.connections} connections × ${gateway.inflight} in flight,`,
  );
  console.log(
    `         gateway ${text(gatewayCpuShare)} CPU, generator ${text(generatorCpuShare)} CPU, ack p50 ${text(ackMs.p50)} ms, p99 ${text(ackMs.p99)} ms`,
  );
  const { framesPerCommit, commitMs, commitShare, checkpointMs, checkpointShare, queuedShare } = gateway.standstill;
  console.log(
    `         ${text(framesPerCommit)} frames a commit of ${text(commitMs)} ms, checkpoints of ${text(checkpointMs)} ms; of the time the gateway stands ${text(commitShare)} in commits, ${text(checkpointShare)} in checkpoints, ${text(queuedShare)} in the queue for a core`,
  );
}

function text({ median, min, max }) {
  return `${median} (${min}–${max})`;
}

async function main() {
  if (options.help) {
    console.log("usage: hj212 [--pairs N] [--ms N] [--seconds N] [--connections N] [--inflight N] [--no-gateway] [--json FILE]");
    return;
  }
  const where = environment();
  const parse = measureParse(FRAMES, { pairs: bounded(options.pairs, MAX_PAIRS), ms: bounded(options.ms, MAX_MS) });
  printParse(parse);
  let gateway;
  if (!options["no-gateway"]) {
    gateway = await measureGateway({
      runs: 3,
      seconds: bounded(options.seconds, MAX_SECONDS),
      connections: bounded(options.connections, 1_000),
      inflight: bounded(options.inflight, 10_000),
    });
    printGateway(gateway);
  }
  console.log(
    `Median (least–greatest). ${where.cores} × ${where.cpu}, load before ${where.load.join(" ")}, Node ${where.node}, commit ${where.commit}`,
  );
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ name: "hj212", environment: where, parse, gateway }, null, 2)}\n`);
}

await main();
