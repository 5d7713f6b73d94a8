// npm run test:hostile [-- --seconds 30 --devices 200 --seed 1]: the abuse list of the HJ 212 port against the product
// as a process, beside good devices.
//   1. roll call: every class once, so grouped that the product's counters tell each class's own reason; then a first
//     attack as a warm-up
//   2. three times in turn, N seconds of each in all: the good devices alone (their p99 and the product's memory when
//     idle), and the same
//      beside all classes again and again, 1,000 idle sockets, and sockets beyond the bound of one address
// Loopback only, every loop bounded. Prints one line of JSON; exit 1 when a promise is broken.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { today } from "../harness/beijing-time.ts";
import { freshDirectory, ownChild } from "../harness/left-behind.ts";
import { machine } from "../harness/machine.ts";
import { number, readOptions, seed } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import { outletOf, plainRegistry } from "../harness/plain-registry.ts";
import { type Account, addsUp, type Product, putRegistry, settled, startProduct } from "../harness/product.ts";
import { type Outcome, printResult, runScript } from "../harness/run-script.ts";
import { storedReadings } from "./check.ts";
import { CLASSES } from "./hostile-classes.ts";
import { type Counts, difference, expectedOf, rejections, rounds, unlike } from "./hostile-counters.ts";
import type { Attacked, AttackerOrder, DeviceOrder, DeviceSetup, Finished, RollCalled, Tally } from "./hostile-orders.ts";

/** One address may hold 200 connections, and the good devices have one. */
const MOST_DEVICES = 200;
/** Idle and attack in turn, so that what else the machine does meets both. */
const PAIRS = 3;
/** The end of an attack (a thousand sockets close) belongs to no phase. */
const SETTLE_MS = 1_500;
const WARMUP_MS = 5_000;
const MOST_GROWTH_MB = 20;
const MOST_RATIO = 2;
/** An idle p99 below this counts as this: twice a fraction of a millisecond is noise, not harm. */
const P99_FLOOR_MS = 5;
/** The counters of a thread are published once a second. */
const PUBLISHED_MS = 1_500;

interface Memory {
  readonly startMb: number;
  readonly idlePeaksMb: number[];
  readonly attackPeaksMb: number[];
}

interface Measured {
  readonly roll: { readonly classes: number; readonly right: number };
  readonly attack: Attacked;
  readonly counted: Counts;
  readonly rss: Memory;
  readonly finished: Finished;
}

/** The product under attack and the two processes that stand round it. */
interface Field {
  readonly product: Product;
  readonly port: number;
  readonly devices: ChildProcess;
  readonly attackers: ChildProcess;
  readonly abused: readonly string[];
  readonly ms: number;
  readonly seed: number;
  /** Broken promises. */
  readonly wrong: string[];
}

await runScript(async (): Promise<Outcome> => {
  const options = readOptions("npm run test:hostile --", {
    seconds: number(30, 300),
    devices: number(MOST_DEVICES, MOST_DEVICES),
    seed: seed(),
  });
  const dataDir = freshDirectory("hostile");
  const days = new Set([today()]);
  const wrong: string[] = [];
  // Rates and connection bounds are those of the product, not those of the other fault tests.
  const product = await startProduct({ dataDir, env: { OUTFALL_DEVICE_RATE: "1000", OUTFALL_ADDRESS_RATE: "50000" } });
  const registry = plainRegistry(options.devices + CLASSES.length);
  await putRegistry(product, registry);
  const mns = registry.devices.map((device) => device.mn);
  const port = product.ready.hj212.port;
  const setup: DeviceSetup = { port, mns: mns.slice(0, options.devices) };
  const devices = start("hostile-devices.js", setup);
  await once(devices, "message");
  const attackers = start("hostile-attackers.js", {});
  const abused = mns.slice(options.devices);
  const run = await measure({
    product,
    port,
    devices,
    attackers,
    abused,
    ms: options.seconds * 1_000,
    seed: options.seed,
    wrong,
  });
  days.add(today());
  const accounts = await settled(product.api, [...days]);
  const lost = checkStored(run.finished, { accounts, dataDir, good: options.devices, wrong });
  const hasCrashed = product.child.exitCode !== null || product.child.signalCode !== null;
  const code = await product.stop();
  if (hasCrashed || code !== 0) wrong.push(`the product crashed or ended with ${code}: ${product.errors().slice(-500)}`);
  const figures = judge(run, wrong);
  const { seed: begin, seconds } = options;
  const crashes = hasCrashed ? 1 : 0;
  printResult({ test: "hostile peers", seed: begin, seconds, load: machine().load, ...figures, crashes, lost, wrong });
  return { kept: wrong.length === 0 };
});

async function measure(field: Field): Promise<Measured> {
  const { product, port, devices, attackers, abused: mns, ms, seed: begin } = field;
  const memory = memoryOf(product.child.pid);
  const rss: Memory = { startMb: memory.now(), idlePeaksMb: [], attackPeaksMb: [] };
  const roll = await rollCall(field);
  const attackFor = (time: number, from: number): Promise<Attacked> =>
    ask(attackers, { do: "attack", port, mns, ms: time, seed: from } satisfies AttackerOrder);
  const look = (phase: "idle" | "underAttack"): Promise<unknown> =>
    ask(devices, { do: "measure", phase, ms: ms / PAIRS } satisfies DeviceOrder);
  // Caches and compiled code have their size after a first attack; what grows from then on would grow for ever.
  await attackFor(Math.max(WARMUP_MS, ms / PAIRS), begin + PAIRS);
  await pause(PUBLISHED_MS);
  const attacks: Attacked[] = [];
  const before = await rejections(product);
  for (let pair = 0; pair < PAIRS; pair++) {
    await pause(SETTLE_MS);
    memory.forget();
    await look("idle");
    rss.idlePeaksMb.push(memory.peak());
    memory.forget();
    const [attack] = await Promise.all([attackFor(ms / PAIRS, begin + pair), look("underAttack")]);
    attacks.push(attack);
    rss.attackPeaksMb.push(memory.peak());
  }
  await pause(PUBLISHED_MS);
  const counted = difference(await rejections(product), before);
  const finished = await ask<Finished>(devices, { do: "finish" } satisfies DeviceOrder);
  return { roll, attack: together(attacks), counted, rss, finished };
}

/** The attacks of all pairs as one. */
function together(attacks: readonly Attacked[]): Attacked {
  const results: Record<number, Tally> = {};
  for (const attack of attacks) {
    for (const [key, { tried, wrong }] of Object.entries(attack.results)) {
      const sum = results[Number(key)] ?? { tried: 0, wrong: 0 };
      results[Number(key)] = { tried: sum.tried + tried, wrong: sum.wrong + wrong };
    }
  }
  const sum = (pick: (attack: Attacked) => number): number => attacks.reduce((total, attack) => total + pick(attack), 0);
  return {
    results,
    idle: { tried: sum((a) => a.idle.tried), held: sum((a) => a.idle.held) },
    beyond: { tried: sum((a) => a.beyond.tried), refused: sum((a) => a.beyond.refused) },
  };
}

function start(file: string, setup: object): ChildProcess {
  const path = new URL(file, import.meta.url);
  return ownChild(fork(path, [JSON.stringify(setup)], { stdio: ["ignore", "ignore", "inherit", "ipc"] }));
}

async function ask<Answer>(child: ChildProcess, order: object): Promise<Answer> {
  const answered = once(child, "message");
  child.send(order);
  const [answer] = await answered;
  return answer as Answer;
}

/** Every class once. Those of one round have no reason in common, so each counter belongs to one class. */
async function rollCall({ product, attackers, port, abused: mns, wrong }: Field): Promise<Measured["roll"]> {
  let right = 0;
  for (const indexes of rounds()) {
    const before = await rejections(product);
    const { results } = await ask<RollCalled>(attackers, { do: "roll-call", port, mns, indexes } satisfies AttackerOrder);
    await pause(PUBLISHED_MS);
    const counted = difference(await rejections(product), before);
    const expected = expectedOf(Object.fromEntries(indexes.map((index) => [index, { tried: 1 }])));
    const called = indexes.flatMap((index) => CLASSES[index] ?? []);
    for (const reason of unlike(counted, expected)) wrong.push(`roll call of ${called.map((c) => c.name).join(", ")}: ${reason}`);
    for (const [i, { name, rejected }] of called.entries()) {
      if ((results[indexes[i] ?? -1]?.wrong ?? 1) > 0) wrong.push(`${name}: was not answered or closed as it has to be`);
      else if (Object.keys(rejected).every((reason) => counted[reason] === expected[reason])) right += 1;
    }
  }
  return { classes: CLASSES.length, right };
}

/**
 * Resident memory in MB, from the kernel; the highest value can be forgotten, so that each phase has a peak of its own.
 */
function memoryOf(pid: number | undefined) {
  const read = (name: string): number => {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1_024);
  };
  return {
    now: () => read("VmRSS"),
    peak: () => read("VmHWM"),
    forget: () => writeFileSync(`/proc/${pid}/clear_refs`, "5"),
  };
}

interface Stored {
  readonly accounts: readonly Account[];
  readonly dataDir: string;
  readonly good: number;
  readonly wrong: string[];
}

/**
 * Every acknowledged frame of a good device is stored exactly once; nothing is stored of what must not be. Answers with
 * how many frames were lost.
 */
function checkStored({ sent, acknowledged, cut }: Finished, { accounts, dataDir, good, wrong }: Stored): number {
  const stored = storedReadings(dataDir);
  const missing = acknowledged
    .flatMap((times, index) => times.map((at) => `${outletOf(index)}|realtime|${at}`))
    .filter((key) => stored.get(key) !== 1).length;
  const total = acknowledged.reduce((sum, times) => sum + times.length, 0);
  const outlets = new Set([...stored.keys()].map((key) => key.split("|")[0]));
  for (const [index, { name, stores }] of CLASSES.entries()) {
    if (stores === false && outlets.has(outletOf(good + index))) wrong.push(`${name}: a reading of it was stored`);
  }
  for (const account of accounts) if (!addsUp(account)) wrong.push(`the account does not add up: ${JSON.stringify(account)}`);
  if (missing > 0) wrong.push(`${missing} acknowledged frames of good devices are not stored exactly once`);
  if (sent !== total) wrong.push(`${sent - total} frames of good devices were never acknowledged`);
  if (cut > 0) wrong.push(`${cut} good devices were cut off`);
  return sent - total + missing;
}

/** The figures of the run; what they should not be is added to `wrong`. */
function judge({ roll, attack, counted, rss, finished }: Measured, wrong: string[]) {
  const { idle, underAttack } = finished.phases;
  wrong.push(...unlike(counted, { ...expectedOf(attack.results), "too-many-from-address": attack.beyond.tried }));
  const tried: Record<string, number> = {};
  for (const [index, { name }] of CLASSES.entries()) {
    const result = attack.results[index] ?? { tried: 0, wrong: 0 };
    tried[name] = result.tried;
    if (result.wrong > 0) wrong.push(`${name}: ${result.wrong} of ${result.tried} not answered or closed as they have to be`);
  }
  if (attack.idle.held !== attack.idle.tried)
    wrong.push(`only ${attack.idle.held} of ${attack.idle.tried} idle sockets were held`);
  // Each attack against the idle phase before it, summed: what the good devices' own work grows is not the attackers',
  // and a leak in small steps still counts.
  const growthMb = round(rss.attackPeaksMb.reduce((sum, peak, i) => sum + Math.max(0, peak - (rss.idlePeaksMb[i] ?? 0)), 0));
  const ratio = round(underAttack.ackMs.p99 / Math.max(P99_FLOOR_MS, idle.ackMs.p99));
  if (growthMb > MOST_GROWTH_MB) wrong.push(`memory grew by ${growthMb} MB`);
  if (ratio > MOST_RATIO) wrong.push(`the p99 of good devices is ${ratio} times the idle one`);
  return {
    classes: { ...roll, tried },
    counted,
    idleSockets: attack.idle,
    beyondAddress: attack.beyond,
    rss: { ...rss, growthMb },
    good: { devices: finished.acknowledged.length, idle, underAttack, p99FloorMs: P99_FLOOR_MS, ratio },
  };
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
