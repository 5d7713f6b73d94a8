// HJ 212: how long one frame takes to decode, beside a naive split parser in the same run, and how many frames a second
// the gateway acknowledges.
//   npm run bench -- hj212 [--pairs 7] [--ms 300] [--seconds 4] [--connections 20] [--inflight 100] [--no-gateway]
//     [--json FILE]
// Every loop is bounded; the gateway's frames come from a process of their own (hj212-generator.ts).
import { writeFileSync } from "node:fs";
import { machine } from "../harness/machine.ts";
import { flag, number, optionalText, readOptions } from "../harness/options.ts";
import type { Outcome } from "../harness/run-script.ts";
import { spreadText as text } from "../harness/spread.ts";
import { FRAMES } from "./hj212-frames.ts";
import { type GatewayFigures, measureGateway } from "./hj212-gateway.ts";
import { measureParse, type ParseFigures } from "./hj212-parse.ts";

const RUNS = 3;

function printParse(parse: readonly ParseFigures[]): void {
  console.log(
    "| frame | bytes | decode µs | naive split µs | naive ÷ decode | decode B/frame | naive B/frame |\n| --- | --- | --- | --- | --- | --- | --- |",
  );
  for (const row of parse) {
    const cells = [row.frame, row.bytes, text(row.decodeUs), text(row.naiveUs), text(row.ratio), row.decodeBytes, row.naiveBytes];
    console.log(`| ${cells.join(" | ")} |`);
  }
  for (const row of parse) console.log(`${row.frame}: CRC ${text(row.crcUs)} µs, cut ${text(row.cutUs)} µs a frame`);
}

function printGateway(gateway: GatewayFigures): void {
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

export async function benchHj212(args: readonly string[]): Promise<Outcome> {
  const options = readOptions(
    "npm run bench -- hj212",
    {
      pairs: number(7, 50),
      ms: number(300, 5_000),
      seconds: number(4, 60),
      connections: number(20, 1_000),
      inflight: number(100, 10_000),
      "no-gateway": flag(),
      json: optionalText(),
    },
    args,
  );
  const where = machine();
  const parse = measureParse(FRAMES, options);
  printParse(parse);
  const { seconds, connections, inflight } = options;
  const gateway = options["no-gateway"] ? undefined : await measureGateway({ runs: RUNS, seconds, connections, inflight });
  if (gateway !== undefined) printGateway(gateway);
  console.log(
    `Median (least–greatest). ${where.cores} × ${where.cpu}, load before ${where.load.join(" ")}, Node ${where.node}, commit ${where.commit}`,
  );
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ name: "hj212", environment: where, parse, gateway }, null, 2)}\n`);
  return { kept: true };
}
