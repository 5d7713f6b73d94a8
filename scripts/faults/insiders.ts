// Second part of npm run test:hostile [-- --seconds 30 --devices 200], alone: npm run test:insiders. One hostile tenant
// with an account (charts of 99 days that are there, many connections, slow readers, giant bodies) and one hostile
// registered device (flood, many sockets), while good devices are acknowledged and ten live pages are served. Idle and
// attack in turn, as in hostile.ts. Says the times and the verdict in words on standard error and everything as one
// line of JSON on standard output; exit 1 when a promise is broken.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { askChild, startChild } from "../harness/asked-child.ts";
import { freshDirectory } from "../harness/left-behind.ts";
import { machine } from "../harness/machine.ts";
import { number, readOptions } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import { outletOf, plainRegistry } from "../harness/plain-registry.ts";
import { type Product, putRegistry, startProduct } from "../harness/product.ts";
import { printResult, runScript } from "../harness/run-script.ts";
import { gatewayThread, type ThreadTime } from "./gateway-thread.ts";
import type { DeviceOrder, Finished, PhaseFigures } from "./hostile-orders.ts";
import type { InsiderOrder, InsiderTally } from "./insider-orders.ts";
import { openPages } from "./live-pages.ts";
import { seedSeries } from "./seed-series.ts";

const MOST_DEVICES = 200;
const PAIRS = 3;
const SETTLE_MS = 2_000;
const MOST_RATIO = 2;
/** What nobody notices, whatever the idle p99 is. */
const UNNOTICED_MS = 50;
const MOST_GROWTH_MB = 300;
/** So small that the flood is beyond it within the run. */
const BUDGET = { OUTFALL_DEVICE_DAILY_VALUES: "5000" };
const ENV = { OUTFALL_DEVICE_RATE: "1000", OUTFALL_ADDRESS_RATE: "50000", ...BUDGET };

await runScript(async () => {
  const options = readOptions("npm run test:hostile --", {
    seconds: number(30, 300),
    devices: number(MOST_DEVICES, MOST_DEVICES),
    seed: number(1, 100_000),
  });
  const wrong: string[] = [];
  const registry = plainRegistry(options.devices + 1);
  const mns = registry.devices.map(({ mn }) => mn);
  const hostile = { mn: mns[options.devices] ?? "", outlet: outletOf(options.devices) };
  const dataDir = freshDirectory("insiders");
  const seeded = await prepare(dataDir, registry, hostile);
  const product = await startProduct({ dataDir, env: ENV });
  const devices = startChild(new URL("hostile-devices.js", import.meta.url), {
    port: product.ready.hj212.port,
    mns: mns.slice(0, options.devices),
  });
  await once(devices, "message");
  const attackers = startChild(new URL("insider-attackers.js", import.meta.url), {});
  const order = await orderOf(product, hostile, options.seconds);
  const pages = openPages(product);
  const run = await takeTurns({ product, devices, attackers, order });
  const served = await pages.stop();
  const finished = await askChild<Finished>(devices, { do: "finish" } satisfies DeviceOrder);
  const page = JSON.stringify((await product.api<unknown>("GET", `/api/v1/devices/${order.mn}`)).body);
  const readiness = JSON.stringify((await product.api<unknown>("GET", "/readyz")).body);
  const code = await product.stop();
  const { idle, underAttack } = finished.phases;
  const bound = Math.max(MOST_RATIO * idle.ackMs.p99, UNNOTICED_MS);
  const growthMb = Math.max(...run.attackPeaksMb) - Math.max(...run.idlePeaksMb);
  const charts = run.tallies.reduce((sum, { series }) => sum + series, 0);
  if (underAttack.ackMs.p99 > bound) wrong.push(`the p99 of good devices is ${underAttack.ackMs.p99} ms, more than ${bound}`);
  if (growthMb > MOST_GROWTH_MB) wrong.push(`memory grew by ${growthMb} MB`);
  if (finished.cut > 0) wrong.push(`${finished.cut} good devices were cut off`);
  if (served.failed > 0) wrong.push(`${served.failed} of ${served.asked} pages were not served`);
  if (served.streamsCut > 0 || served.events === 0) wrong.push(`live streams: ${served.streamsCut} cut, ${served.events} events`);
  if (charts === 0) wrong.push("no chart of the 99 days was answered: nothing was tried");
  if (!page.includes("day-budget")) wrong.push("the page of the hostile device says nothing of its budget");
  if (readiness.includes("restarted")) wrong.push(`the API died: ${readiness}`);
  if (code !== 0) wrong.push(`the product ended with ${code}: ${product.errors().slice(-500)}`);
  say({ idle, underAttack, gateway: run.gateway, bound, wrong });
  const good = { devices: options.devices, idle, underAttack, bound };
  printResult({ test: "insiders", ...options, load: machine().load, seeded, good, served, ...run, wrong });
  return { kept: wrong.length === 0 };
});

/** A registry and 99 days of values of the hostile tenant, in a product that was started and stopped. */
async function prepare(dataDir: string, registry: object, hostile: Pick<InsiderOrder, "mn" | "outlet">): Promise<number> {
  const product = await startProduct({ dataDir });
  await putRegistry(product, registry);
  await product.stop();
  return seedSeries(dataDir, hostile);
}

interface Parties {
  readonly product: Product;
  readonly devices: ChildProcess;
  readonly attackers: ChildProcess;
  readonly order: InsiderOrder;
}

/** Idle and attack in turn, so that what else the machine does meets both. */
async function takeTurns({ product, devices, attackers, order }: Parties) {
  const pid = product.child.pid ?? 0;
  const [memory, thread] = [memoryOf(pid), gatewayThread(pid)];
  const [idlePeaksMb, attackPeaksMb, tallies]: [number[], number[], InsiderTally[]] = [[], [], []];
  const gateway = { idle: { ran: 0, waited: 0 }, underAttack: { ran: 0, waited: 0 } };
  const measure = async (phase: "idle" | "underAttack", peaks: number[]): Promise<void> => {
    memory.forget();
    const before = thread.look();
    await askChild(devices, { do: "measure", phase, ms: order.ms } satisfies DeviceOrder);
    const after = thread.look();
    gateway[phase].ran += Math.round(after.ran - before.ran);
    gateway[phase].waited += Math.round(after.waited - before.waited);
    peaks.push(memory.peak());
  };
  for (let pair = 0; pair < PAIRS; pair++) {
    await pause(SETTLE_MS);
    await measure("idle", idlePeaksMb);
    const [tally] = await Promise.all([askChild<InsiderTally>(attackers, order), measure("underAttack", attackPeaksMb)]);
    tallies.push(tally);
  }
  return { tallies, gateway, idlePeaksMb, attackPeaksMb };
}

interface Said {
  readonly idle: PhaseFigures;
  readonly underAttack: PhaseFigures;
  readonly gateway: { readonly idle: ThreadTime; readonly underAttack: ThreadTime };
  readonly bound: number;
  readonly wrong: readonly string[];
}

/** The times and the verdict, for people. */
function say({ idle, underAttack, gateway, bound, wrong }: Said): void {
  const line = (name: string, { ackMs }: PhaseFigures, { ran, waited }: ThreadTime): string =>
    `${name} p50 ${ackMs.p50} ms, p99 ${ackMs.p99} ms, longest ${ackMs.most} ms; the gateway's thread ran ${ran} ms and waited ${waited} ms for a core`;
  console.error(line("idle:        ", idle, gateway.idle));
  console.error(line("under attack:", underAttack, gateway.underAttack));
  console.error(`bound: p99 ${bound} ms (twice idle, or ${UNNOTICED_MS} ms); load ${machine().load.join(" ")}`);
  console.error(wrong.length === 0 ? "KEPT" : `BROKEN: ${wrong.join("; ")}`);
}

/** The tenant's token, and whom the attack is about. */
async function orderOf(
  { api, ready }: Product,
  device: Pick<InsiderOrder, "mn" | "outlet">,
  seconds: number,
): Promise<InsiderOrder> {
  const rights = { roles: ["enterprise-specialist"], cells: [], enterprise: "e1", person: null, expiresAt: null };
  const made = await api<{ readonly token: string }>("POST", "/api/v1/tokens", { name: "tenant", ...rights });
  if (made.status !== 201) throw new Error(`no token for the tenant: ${made.status}`);
  const ms = (seconds * 1_000) / PAIRS;
  return { http: ready.http.port, hj212: ready.hj212.port, token: made.body.token, ...device, ms };
}

/** The peak of resident memory in MB, which can be forgotten. */
function memoryOf(pid: number | undefined) {
  return {
    peak: () => Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024),
    forget: () => writeFileSync(`/proc/${pid}/clear_refs`, "5"),
  };
}
