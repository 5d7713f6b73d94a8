// Second part of npm run test:hostile [-- --seconds 30 --devices 200]: one hostile tenant with an account (long series
// queries, many connections, slow readers, giant bodies) and one hostile registered device (flood, many sockets), while
// good devices are acknowledged and ten pages are served. Idle and attack in turn, as in hostile.ts. Prints one line of
// JSON; exit 1 when a promise is broken.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { freshDirectory, ownChild } from "../harness/left-behind.ts";
import { machine } from "../harness/machine.ts";
import { number, readOptions } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import { outletOf, plainRegistry } from "../harness/plain-registry.ts";
import { type Product, putRegistry, startProduct } from "../harness/product.ts";
import { printResult, runScript } from "../harness/run-script.ts";
import type { DeviceOrder, Finished } from "./hostile-orders.ts";
import type { InsiderOrder, InsiderTally } from "./insider-orders.ts";

const MOST_DEVICES = 199;
const PAGES = 10;
const PAIRS = 3;
const SETTLE_MS = 2_000;
const MOST_RATIO = 2;
/** What nobody notices, whatever the idle p99 is. */
const UNNOTICED_MS = 50;
const MOST_GROWTH_MB = 300;
/** So small that the flood is beyond it within the run. */
const BUDGET = { OUTFALL_DEVICE_DAILY_VALUES: "5000" };

await runScript(async () => {
  const options = readOptions("npm run test:hostile --", {
    seconds: number(30, 300),
    devices: number(MOST_DEVICES, MOST_DEVICES),
    seed: number(1, 100_000),
  });
  const wrong: string[] = [];
  const env = { OUTFALL_DEVICE_RATE: "1000", OUTFALL_ADDRESS_RATE: "50000", ...BUDGET };
  const product = await startProduct({ dataDir: freshDirectory("insiders"), env });
  const registry = plainRegistry(options.devices + 1);
  await putRegistry(product, registry);
  const mns = registry.devices.map(({ mn }) => mn);
  const devices = child("hostile-devices.js", { port: product.ready.hj212.port, mns: mns.slice(0, options.devices) });
  await once(devices, "message");
  const attackers = child("insider-attackers.js", {});
  const order = await orderOf(product, { mn: mns[options.devices] ?? "", outlet: outletOf(options.devices) }, options.seconds);
  const pages = openPages(product);
  const ask = (phase: "idle" | "underAttack"): Promise<unknown> =>
    answered(devices, { do: "measure", phase, ms: order.ms } satisfies DeviceOrder);
  const memory = memoryOf(product.child.pid);
  const [idlePeaksMb, attackPeaksMb]: [number[], number[]] = [[], []];
  const tallies: InsiderTally[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    await pause(SETTLE_MS);
    memory.forget();
    await ask("idle");
    idlePeaksMb.push(memory.peak());
    memory.forget();
    const [tally] = await Promise.all([answered<InsiderTally>(attackers, order), ask("underAttack")]);
    tallies.push(tally);
    attackPeaksMb.push(memory.peak());
  }
  const served = await pages.stop();
  const finished = await answered<Finished>(devices, { do: "finish" } satisfies DeviceOrder);
  const events = await product.api<unknown>("GET", `/api/v1/devices/${order.mn}`);
  const restarts = JSON.stringify((await product.api<unknown>("GET", "/readyz")).body);
  const code = await product.stop();
  const { idle, underAttack } = finished.phases;
  const bound = Math.max(MOST_RATIO * idle.ackMs.p99, UNNOTICED_MS);
  const growthMb = Math.max(...attackPeaksMb) - Math.max(...idlePeaksMb);
  if (underAttack.ackMs.p99 > bound) wrong.push(`the p99 of good devices is ${underAttack.ackMs.p99} ms, more than ${bound}`);
  if (growthMb > MOST_GROWTH_MB) wrong.push(`memory grew by ${growthMb} MB`);
  if (finished.cut > 0) wrong.push(`${finished.cut} good devices were cut off`);
  if (served.failed > 0) wrong.push(`${served.failed} of ${served.asked} pages were not served`);
  if (!JSON.stringify(events.body).includes("day-budget"))
    wrong.push("the page of the hostile device says nothing of its budget");
  if (restarts.includes("restarted")) wrong.push(`the API died: ${restarts}`);
  if (code !== 0) wrong.push(`the product ended with ${code}: ${product.errors().slice(-500)}`);
  const figures = { good: { devices: options.devices, idle, underAttack, bound }, served, tallies };
  printResult({ test: "insiders", ...options, load: machine().load, ...figures, rss: { idlePeaksMb, attackPeaksMb }, wrong });
  return { kept: wrong.length === 0 };
});

function child(file: string, setup: object): ChildProcess {
  return ownChild(
    fork(new URL(file, import.meta.url), [JSON.stringify(setup)], { stdio: ["ignore", "ignore", "inherit", "ipc"] }),
  );
}

async function answered<Answer>(to: ChildProcess, order: object): Promise<Answer> {
  const heard = once(to, "message");
  to.send(order);
  return (await heard)[0] as Answer;
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

/** People who look at a list of outlets once a second. */
function openPages({ api }: Product) {
  let [isOpen, asked, failed] = [true, 0, 0];
  const look = async (): Promise<void> => {
    while (isOpen) {
      asked += 1;
      const status = await api("GET", "/api/v1/outlets?limit=50")
        .then((answer) => answer.status)
        .catch(() => 0);
      if (status !== 200) failed += 1;
      await pause(1_000);
    }
  };
  const looks = Promise.all(Array.from({ length: PAGES }, look));
  return {
    stop: async () => {
      isOpen = false;
      await looks;
      return { asked, failed };
    },
  };
}

/** The peak of resident memory in MB, which can be forgotten. */
function memoryOf(pid: number | undefined) {
  return {
    peak: () => Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024),
    forget: () => writeFileSync(`/proc/${pid}/clear_refs`, "5"),
  };
}
