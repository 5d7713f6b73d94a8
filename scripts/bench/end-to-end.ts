// End to end: from devices over MQTT into InfluxDB, ours and mosquitto with Telegraf in turn (A B A B …) under the same
// generator and into the same InfluxDB. What counts is the processor time of broker, pipeline and writer for a message,
// until everything is written; the database and the generator are not counted. Ours keeps every message on the disk
// before it acknowledges it, keeps accounts and judges; the peer does none of it.
//   npm run bench -- end-to-end [--pairs 5] [--seconds 5] [--warmup 3] [--connections 50] [--inflight 20] [--json FILE]
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type InfluxServer, startInfluxServer } from "../harness/influx-server.ts";
import { atExit, ownChild } from "../harness/left-behind.ts";
import { machine } from "../harness/machine.ts";
import { number, optionalText, readOptions, type Values } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import { mnPattern, secretPattern } from "../harness/plain-registry.ts";
import type { Outcome } from "../harness/run-script.ts";
import { shortened, spread, spreadText } from "../harness/spread.ts";
import { cpuOf } from "./cpu-of-tree.ts";
import { startTelegraf, telegrafProgram, telegrafVersion } from "./end-to-end/telegraf.ts";
import type { MqttFigures } from "./ingest.ts";
import { type Server, startServer } from "./servers.ts";

const TABLE = {
  pairs: number(5, 50),
  seconds: number(5, 120),
  warmup: number(3, 120),
  connections: number(50, 1_000),
  inflight: number(20, 65_535),
  json: optionalText(),
} as const;
type Options = Values<typeof TABLE>;

interface Run {
  readonly messages: number;
  readonly microsecondsAMessage: number;
  readonly seconds: number;
  readonly points: number;
  readonly threads: Readonly<Record<string, number>>;
}

/** Everything is written when so little was done for a second. */
const IDLE_CPU_SECONDS = 0.06;
const MOST_SECONDS_AFTER = 180;
/** Milliseconds of the hour that no warm-up reaches: nothing that is measured repeats it. */
const BEHIND_WARMUP = 1_800_000;

async function generated(options: Options, port: number, first = 1): Promise<MqttFigures> {
  const { seconds, connections, inflight } = options;
  const given = {
    port,
    first,
    connections,
    inflight,
    seconds,
    linger: 2,
    user: mnPattern("{i}"),
    password: secretPattern("{i}"),
  };
  const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const script = fileURLToPath(new URL("mqtt-generator.js", import.meta.url));
  const child = ownChild(spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] }));
  let figures: MqttFigures | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { readonly event: string } & MqttFigures;
    if (event.event === "end") figures = event;
  }
  if (figures === undefined) throw new Error("the generator gave no figures");
  return figures;
}

/** Waits until the server has nothing more to do. */
async function untilIdle(cpu: () => number): Promise<void> {
  for (let second = 0; second < MOST_SECONDS_AFTER; second++) {
    const before = cpu();
    await pause(1_000);
    if (cpu() - before < IDLE_CPU_SECONDS) return;
  }
  throw new Error("the server was still at work minutes after the last message");
}

async function measured(options: Options, server: Server, influx: InfluxServer): Promise<Run> {
  const use = (): number => server.cpu().seconds;
  // A warm program is measured: both sides run for weeks.
  await generated({ ...options, seconds: options.warmup }, server.port);
  await untilIdle(use);
  const [before, pointsBefore] = [server.cpu(), await pointsIn(influx)];
  const begin = performance.now();
  const { everAcked: messages } = await generated(options, server.port, BEHIND_WARMUP);
  await untilIdle(use);
  const [after, seconds] = [server.cpu(), (performance.now() - begin) / 1_000];
  const threads = Object.entries(after.threads)
    .map(([name, used]) => [name, shortened(used - (before.threads[name] ?? 0))] as const)
    .filter(([, used]) => used >= 0.1);
  return {
    messages,
    seconds,
    microsecondsAMessage: ((after.seconds - before.seconds) / messages) * 1e6,
    points: (await pointsIn(influx)) - pointsBefore,
    threads: Object.fromEntries(threads),
  };
}

/** How many values stand in InfluxDB, in whatever measurement. */
async function pointsIn({ url, token, bucket }: InfluxServer): Promise<number> {
  const [db = "", rp] = bucket.split("/");
  const query = new URLSearchParams({ db, q: 'select count("value") from /.*/', ...(rp !== undefined && { rp }) });
  const answer = await fetch(`${url}/query?${query}`, { headers: { authorization: `Token ${token}` } });
  const { results = [] } = (await answer.json()) as { results?: { series?: { values: [string, number][] }[] }[] };
  return (results[0]?.series ?? []).reduce((sum, { values }) => sum + (values[0]?.[1] ?? 0), 0);
}

async function ours(options: Options, influx: InfluxServer): Promise<Run> {
  const { url, token, org, bucket } = influx;
  const server = await startServer("outfall", options.connections, {
    ...{ OUTFALL_INFLUX_URL: url, OUTFALL_INFLUX_TOKEN: token },
    ...{ OUTFALL_INFLUX_ORG: org, OUTFALL_INFLUX_BUCKET: bucket },
  });
  try {
    return await measured(options, server, influx);
  } finally {
    await server.stop();
  }
}

async function theirs(options: Options, influx: InfluxServer, program: string): Promise<Run> {
  const broker = await startServer("mosquitto", options.connections);
  const writer = startTelegraf(program, broker.port, influx);
  const cpu: Server["cpu"] = () => {
    const [one, other] = [broker.cpu(), cpuOf(writer.pid ?? 0)];
    const threads = { mosquitto: one.seconds, telegraf: other.seconds };
    return { seconds: one.seconds + other.seconds, threads };
  };
  try {
    return await measured(options, { ...broker, cpu }, influx);
  } finally {
    writer.kill("SIGKILL");
    await broker.stop();
  }
}

function report(name: string, { messages, microsecondsAMessage, seconds, points, threads }: Run): void {
  const used = Object.entries(threads).map(([thread, of]) => `${thread} ${of} s`);
  const cost = `${shortened(microsecondsAMessage)} µs a message`;
  console.log(
    `${name.padEnd(20)} ${cost}, ${messages} messages in ${shortened(seconds)} s, ${points} points  [${used.join(", ")}]`,
  );
}

interface Pair {
  readonly ours: Run;
  readonly theirs: Run | undefined;
  readonly influx: string;
}

/** Both sides into one InfluxDB; each pair has its own, since a bucket belongs to one installation of ours. */
async function pairOf(options: Options, program: string | undefined): Promise<Pair> {
  const influx = await startInfluxServer();
  if (influx === undefined) throw new Error("no InfluxDB: scripts/get-server influxd1 builds one");
  atExit(() => void influx.stop());
  const one = await ours(options, influx);
  report("ours", one);
  const other = program === undefined ? undefined : await theirs(options, influx, program);
  if (other !== undefined) report("mosquitto + Telegraf", other);
  await influx.stop();
  return { ours: one, theirs: other, influx: influx.name };
}

export async function benchEndToEnd(args: readonly string[]): Promise<Outcome> {
  const options = readOptions("npm run bench -- end-to-end", TABLE, args);
  const program = telegrafProgram();
  if (program === undefined) console.log("no Telegraf (scripts/get-server telegraf builds one): ours alone");
  const pairs: Pair[] = [];
  for (let i = 0; i < options.pairs; i++) pairs.push(await pairOf(options, program));
  const ratios = pairs.flatMap((p) =>
    p.theirs === undefined ? [] : [p.ours.microsecondsAMessage / p.theirs.microsecondsAMessage],
  );
  const cost = (runs: readonly Run[]): string => spreadText(spread(runs.map((run) => run.microsecondsAMessage)));
  console.log(`ours ${cost(pairs.map((p) => p.ours))} µs of processor time a message`);
  if (ratios.length > 0) {
    console.log(`mosquitto + Telegraf ${cost(pairs.flatMap((p) => p.theirs ?? []))} µs; ratio ${spreadText(spread(ratios))}`);
  }
  const where = { ...machine(), influx: pairs[0]?.influx, telegraf: program && telegrafVersion(program) };
  console.log(
    Object.entries(where)
      .map(([key, value]) => `${key} ${value}`)
      .join(", "),
  );
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ name: "end-to-end", environment: where, options, pairs }, null, 2)}\n`);
  }
  return { kept: true };
}
