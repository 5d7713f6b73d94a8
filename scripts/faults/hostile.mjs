// npm run test:hostile [-- --seconds 30 --devices 200 --seed 1]: the abuse list of the HJ 212 port against the product as a process, beside good devices.
//   1. roll call: every class once, so grouped that the product's counters tell each class's own reason; then a first attack as a warm-up
//   2. three times in turn, N seconds of each in all: the good devices alone (their p99 and the product's memory when idle), and the same
//      beside all classes again and again, 1,000 idle sockets, and sockets beyond the bound of one address
// Loopback only, every loop bounded. Prints one line of JSON; exit 1 when a promise is broken.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { storedReadings } from "./check.mjs";
import { fleetRegistry, outletOf } from "./fleet.mjs";
import { CLASSES } from "./hostile-classes.mjs";
import { settled, startProduct } from "./product.mjs";
import { today } from "./random.mjs";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "30" },
    devices: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
  },
});
const bounded = (text, most) => Math.max(1, Math.min(most, Number(text) || 1));
const ms = bounded(values.seconds, 300) * 1_000;
const seed = Number(values.seed);
/** One address may hold 200 connections, and the good devices have one. */
const goodCount = bounded(values.devices, 200);

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
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

const dataDir = mkdtempSync(join(tmpdir(), "outfall-hostile-"));
const children = [];
const days = new Set([today()]);
const wrong = [];
try {
  // Rates and connection bounds are those of the product, not those of the other fault tests.
  const product = await startProduct({ dataDir, env: { OUTFALL_DEVICE_RATE: "1000", OUTFALL_ADDRESS_RATE: "50000" } });
  let crashes = 0;
  let isStopping = false;
  product.child.once("exit", () => {
    if (!isStopping) crashes += 1;
  });
  const registry = fleetRegistry(goodCount + CLASSES.length);
  const put = await product.api("PUT", "/api/v1/registry", registry);
  if (put.status >= 300) throw new Error(`the registry was answered with ${put.status}`);
  const mns = registry.devices.map((device) => device.mn);
  const run = await measure(product, { good: mns.slice(0, goodCount), abused: mns.slice(goodCount) });
  days.add(today());
  const accounts = await settled(product.api, [...days]);
  const lost = checkStored(run.finished, accounts);
  isStopping = true;
  product.child.kill("SIGTERM");
  const { code } = await product.exited;
  if (crashes > 0 || code !== 0) wrong.push(`the product crashed or ended with ${code}: ${product.errors().slice(-500)}`);
  console.log(JSON.stringify({ test: "hostile peers", ...report(run), crashes, lost, wrong }));
} finally {
  for (const child of children) child.kill();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(wrong.length === 0 ? 0 : 1);

async function measure(product, { good, abused }) {
  const port = product.ready.hj212.port;
  const devices = start("hostile-devices.mjs", { port, mns: good });
  await once(devices, "message");
  const attackers = start("hostile-attackers.mjs", {});
  const memory = memoryOf(product.child.pid);
  const rssStartMb = memory.now();
  const roll = await rollCall({ product, attackers, port, mns: abused });
  // Caches and compiled code have their size after a first attack; what grows from then on would grow for ever.
  await ask(attackers, { do: "attack", port, mns: abused, ms: Math.max(WARMUP_MS, ms / PAIRS), seed: seed + PAIRS });
  await pause(PUBLISHED_MS);
  const attacks = [];
  const rss = { startMb: rssStartMb, idlePeaksMb: [], attackPeaksMb: [] };
  const before = await rejections(product);
  for (let pair = 0; pair < PAIRS; pair++) {
    await pause(SETTLE_MS);
    memory.forget();
    await ask(devices, { do: "measure", phase: "idle", ms: ms / PAIRS });
    rss.idlePeaksMb.push(memory.peak());
    memory.forget();
    const order = { do: "attack", port, mns: abused, ms: ms / PAIRS, seed: seed + pair };
    const [attack] = await Promise.all([
      ask(attackers, order),
      ask(devices, { do: "measure", phase: "underAttack", ms: ms / PAIRS }),
    ]);
    attacks.push(attack);
    rss.attackPeaksMb.push(memory.peak());
  }
  await pause(PUBLISHED_MS);
  const counted = difference(await rejections(product), before);
  return { roll, attack: together(attacks), counted, rss, finished: await ask(devices, { do: "finish" }) };
}

/** The attacks of all pairs as one. */
function together(attacks) {
  const results = {};
  for (const attack of attacks) {
    for (const [index, { tried, wrong: failed }] of Object.entries(attack.results)) {
      const sum = results[index] ?? { tried: 0, wrong: 0 };
      results[index] = { tried: sum.tried + tried, wrong: sum.wrong + failed };
    }
  }
  const sum = (pick) => attacks.reduce((total, attack) => total + pick(attack), 0);
  return {
    results,
    idle: { tried: sum((a) => a.idle.tried), held: sum((a) => a.idle.held) },
    beyond: { tried: sum((a) => a.beyond.tried), refused: sum((a) => a.beyond.refused) },
  };
}

function start(file, setup) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(setup)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  children.push(child);
  return child;
}

async function ask(child, order) {
  const answered = once(child, "message");
  child.send(order);
  const [answer] = await answered;
  return answer;
}

/** Every class once. Those of one round have no reason in common, so each counter belongs to one class. */
async function rollCall({ product, attackers, port, mns }) {
  let right = 0;
  for (const indexes of rounds()) {
    const before = await rejections(product);
    const { results } = await ask(attackers, { do: "roll-call", port, mns, indexes });
    await pause(PUBLISHED_MS);
    const counted = difference(await rejections(product), before);
    const expected = expectedOf(Object.fromEntries(indexes.map((index) => [index, { tried: 1 }])));
    for (const reason of unlike(counted, expected)) {
      wrong.push(`roll call of ${indexes.map((i) => CLASSES[i].name).join(", ")}: ${reason}`);
    }
    for (const index of indexes) {
      if (results[index].wrong > 0) wrong.push(`${CLASSES[index].name}: was not answered or closed as it has to be`);
      else if (Object.keys(CLASSES[index].rejected).every((reason) => counted[reason] === expected[reason])) right += 1;
    }
  }
  return { classes: CLASSES.length, right };
}

/** Refused classes of one reason stand in different rounds; accepted ones are told apart by their answers and may stand in any. */
function rounds() {
  const list = [];
  const used = new Map();
  for (const [index, { rejected }] of CLASSES.entries()) {
    const reason = Object.keys(rejected)[0] ?? "";
    const round = reason === "" ? 0 : (used.get(reason) ?? 0);
    used.set(reason, round + 1);
    list[round] = [...(list[round] ?? []), index];
  }
  return list;
}

/** What the door counts, by reason: frames refused, connections refused, and connections closed for bad frames. */
async function rejections({ ready }) {
  const text = await (await fetch(`http://127.0.0.1:${ready.http.port}/metrics`, { signal: AbortSignal.timeout(30_000) })).text();
  const counts = {};
  for (const [, name, kind, value] of text.matchAll(
    /^outfall_hj212_(rejected|closed|refused_connections)_total\{[^}]*kind="([^"]*)"[^}]*\} (\d+)$/gm,
  )) {
    if (name !== "closed" || kind === "bad-frames") counts[kind] = Number(value);
  }
  return counts;
}

function difference(after, before) {
  return Object.fromEntries(
    Object.keys(after)
      .map((key) => [key, after[key] - (before[key] ?? 0)])
      .filter(([, count]) => count !== 0),
  );
}

function expectedOf(results) {
  const expected = {};
  for (const [index, { tried }] of Object.entries(results)) {
    const { rejected, closes } = CLASSES[index];
    const all = closes === undefined ? rejected : { ...rejected, [closes]: 1 };
    for (const [reason, count] of Object.entries(all)) expected[reason] = (expected[reason] ?? 0) + count * tried;
  }
  return expected;
}

function unlike(counted, expected) {
  return [...new Set([...Object.keys(counted), ...Object.keys(expected)])]
    .filter((reason) => (counted[reason] ?? 0) !== (expected[reason] ?? 0))
    .map((reason) => `${reason} counted ${counted[reason] ?? 0} times instead of ${expected[reason] ?? 0}`);
}

/** Resident memory in MB, from the kernel; the highest value can be forgotten, so that each phase has a peak of its own. */
function memoryOf(pid) {
  const read = (name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
  return {
    now: () => round(read("VmRSS")),
    peak: () => round(read("VmHWM")),
    forget: () => writeFileSync(`/proc/${pid}/clear_refs`, "5"),
  };
}

/** Every acknowledged frame of a good device is stored exactly once; nothing is stored of what must not be. */
function checkStored({ sent, acknowledged, cut }, accounts) {
  const stored = storedReadings(dataDir);
  let missing = 0;
  let total = 0;
  for (const [index, times] of acknowledged.entries()) {
    total += times.length;
    for (const at of times) if (stored.get(`${outletOf(index)}|realtime|${at}`) !== 1) missing += 1;
  }
  const outlets = new Set([...stored.keys()].map((key) => key.split("|")[0]));
  for (const [index, { name, stores }] of CLASSES.entries()) {
    if (stores === false && outlets.has(outletOf(goodCount + index))) wrong.push(`${name}: a reading of it was stored`);
  }
  for (const a of accounts) {
    if (a.received !== a.stored + a.quarantined + a.pending + a.duplicates + a.control)
      wrong.push(`the account does not add up: ${JSON.stringify(a)}`);
  }
  if (missing > 0) wrong.push(`${missing} acknowledged frames of good devices are not stored exactly once`);
  if (sent !== total) wrong.push(`${sent - total} frames of good devices were never acknowledged`);
  if (cut > 0) wrong.push(`${cut} good devices were cut off`);
  return sent - total + missing;
}

function report({ roll, attack, counted, rss, finished }) {
  const { idle, underAttack } = finished.phases;
  const expected = { ...expectedOf(attack.results), "too-many-from-address": attack.beyond.tried };
  wrong.push(...unlike(counted, expected));
  const failed = Object.entries(attack.results).filter(([, result]) => result.wrong > 0);
  wrong.push(
    ...failed.map(
      ([index, result]) => `${CLASSES[index].name}: ${result.wrong} of ${result.tried} not answered or closed as they have to be`,
    ),
  );
  if (attack.idle.held !== attack.idle.tried)
    wrong.push(`only ${attack.idle.held} of ${attack.idle.tried} idle sockets were held`);
  // Each attack against the idle phase before it, summed: what the good devices' own work grows is not the attackers', and a leak in small steps still counts.
  const growthMb = round(rss.attackPeaksMb.reduce((sum, peak, i) => sum + Math.max(0, peak - rss.idlePeaksMb[i]), 0));
  const ratio = round(underAttack.ackMs.p99 / Math.max(P99_FLOOR_MS, idle.ackMs.p99));
  if (growthMb > MOST_GROWTH_MB) wrong.push(`memory grew by ${growthMb} MB`);
  if (ratio > MOST_RATIO) wrong.push(`the p99 of good devices is ${ratio} times the idle one`);
  return {
    seed,
    seconds: ms / 1_000,
    load: loadavg().map(round),
    classes: {
      ...roll,
      tried: Object.fromEntries(Object.entries(attack.results).map(([i, result]) => [CLASSES[i].name, result.tried])),
    },
    counted,
    idleSockets: attack.idle,
    beyondAddress: attack.beyond,
    rss: { ...rss, growthMb },
    good: { devices: goodCount, idle, underAttack, p99FloorMs: P99_FLOOR_MS, ratio },
  };
}

function round(value) {
  return Number(value.toFixed(2));
}
