// npm run test:powercut [-- --cuts 10 --rate 3000 --seed 1]: power cuts, as root on Linux. The data directory lies on
// an ext4 file system in a file; at a random moment under load on both transports the process stands still, the file
// system is shut down (everything that was not synced is gone), the process is killed, and the file system is mounted
// again. Acknowledged messages are then looked for one by one. A control build whose journal does not sync must lose
// messages: else the test proves nothing.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { today } from "../harness/beijing-time.ts";
import { atExit, freshDirectory } from "../harness/left-behind.ts";
import { number, readOptions, seed, UsageError } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import { plainRegistry } from "../harness/plain-registry.ts";
import { type Product, putRegistry, startProduct } from "../harness/product.ts";
import { type Random, randomFrom } from "../harness/random.ts";
import { ROOT } from "../harness/root.ts";
import { type Outcome, printResult, runScript } from "../harness/run-script.ts";
import { type Checked, check } from "./check.ts";
import { FaultDevice } from "./fault-device.ts";

const DEVICES = 20;
const CONTROL_CUTS = 2;
const JUDGE_MS = 60_000;

/** One build whose power is cut. */
interface Campaign {
  readonly root: string;
  /** True for the build without sync, which must lose messages. */
  readonly isControl: boolean;
  readonly cuts: number;
  readonly rate: number;
  readonly random: Random;
}

/** A file system that can lose its power: an ext4 in a file. */
class Disk {
  readonly path: string;
  readonly #image: string;
  #isMounted = false;

  constructor(work: string) {
    this.path = join(work, "disk");
    this.#image = join(work, "disk.img");
    atExit(() => this.unmount());
  }

  makeNew(): void {
    this.unmount();
    rmSync(this.#image, { force: true });
    mkdirSync(this.path, { recursive: true });
    run("truncate", "-s", "512M", this.#image);
    run("mkfs.ext4", "-q", "-F", this.#image);
    this.#mount();
  }

  /** What was not synced is gone. The processes on it must be killed before `comeBack`. */
  cutPower(): void {
    run("xfs_io", "-x", "-c", "shutdown", this.path);
  }

  comeBack(): void {
    this.unmount();
    this.#mount();
  }

  unmount(): void {
    if (!this.#isMounted) return;
    run("umount", this.path);
    this.#isMounted = false;
  }

  #mount(): void {
    run("mount", "-o", "loop", this.#image, this.path);
    this.#isMounted = true;
  }
}

await runScript(async (): Promise<Outcome> => {
  const {
    cuts,
    rate,
    seed: begin,
  } = readOptions("npm run test:powercut --", {
    cuts: number(10, 200),
    rate: number(3_000, 100_000),
    seed: seed(),
  });
  if (process.getuid?.() !== 0 || process.platform !== "linux") {
    throw new UsageError("test:powercut mounts file systems: it needs root on Linux");
  }
  const random = randomFrom(begin);
  const work = freshDirectory("powercut");
  const disk = new Disk(work);
  const real = await cutAgainAndAgain(disk, { root: ROOT, isControl: false, cuts, rate, random });
  printResult({ test: "power cut", cuts, seed: begin, ...real });
  const controlCuts = Math.min(CONTROL_CUTS, cuts);
  const control = await cutAgainAndAgain(disk, { root: controlBuild(work), isControl: true, cuts: controlCuts, rate, random });
  const { missing, acknowledged } = control;
  printResult({ test: "power cut, control without sync", cuts: controlCuts, lost: missing, acknowledged });
  if (missing === 0) console.error("the control build lost nothing: this run proves nothing");
  return { kept: real.wrong.length === 0 && real.acknowledged > 0 && missing > 0 };
});

/**
 * Cuts the power again and again over one disk, restarting in between; then checks everything that was ever
 * acknowledged.
 */
async function cutAgainAndAgain(disk: Disk, campaign: Campaign): Promise<Pick<Checked, "acknowledged" | "missing" | "wrong">> {
  const { root, isControl, cuts, rate, random } = campaign;
  disk.makeNew();
  const dataDir = join(disk.path, "data");
  const devices = Array.from({ length: DEVICES }, (_, i) => new FaultDevice(i));
  const days = new Set<string>();
  for (let cut = 1; cut <= cuts; cut++) {
    const product = await startProduct({ dataDir, root });
    if (cut === 1) {
      await putRegistry(product, plainRegistry(DEVICES));
      // The registry itself is not what is cut here: the control build would lose it too, and with it the devices.
      if (isControl) run("sync");
    }
    days.add(today());
    await Promise.all(devices.map((d) => d.run(product.ready, rate / DEVICES)));
    await pause(500 + random.next() * 2_000);
    await standStill(product);
    disk.cutPower();
    product.child.kill("SIGKILL");
    await product.exited;
    for (const device of devices) device.stop();
    disk.comeBack();
  }
  days.add(today());
  return lookAfter(campaign, { dataDir, devices, days: [...days] });
}

/**
 * Stops every thread of the product before the power is cut: a machine without power acknowledges nothing, but a
 * process on a file system that is being shut down may. A sync that was under way then can return without an error
 * although its blocks never became part of the file. What has left for the devices counts as acknowledged, also where
 * they read it later.
 */
async function standStill({ child }: Product): Promise<void> {
  child.kill("SIGSTOP");
  const tasks = `/proc/${child.pid}/task`;
  while (readdirSync(tasks).some((task) => !isStill(readFileSync(join(tasks, task, "stat"), "latin1")))) await pause(1);
}

/** True for a thread that runs no line of the product before it is woken: stopped, or waiting for the disk. */
function isStill(stat: string): boolean {
  return /^\d+ \(.*\) [TtDZ] /s.test(stat);
}

/** A control build may have lost so much that it does not start at all: then everything it acknowledged is lost. */
async function lookAfter(
  { root, isControl }: Campaign,
  found: { readonly dataDir: string; readonly devices: readonly FaultDevice[]; readonly days: readonly string[] },
): Promise<Pick<Checked, "acknowledged" | "missing" | "wrong">> {
  try {
    const product = await startProduct({ dataDir: found.dataDir, root });
    // What the control build lost is never judged: there is nothing to wait for.
    const result = await check({ product, ...found, judgeMs: isControl ? 0 : JUDGE_MS });
    product.child.kill("SIGKILL");
    await product.exited;
    return result;
  } catch (error) {
    if (!isControl) throw error;
    const acknowledged = found.devices.reduce((sum, d) => sum + d.acknowledgedSeconds.size + d.acknowledgedHours.size, 0);
    return { acknowledged, missing: acknowledged, wrong: [String(error)] };
  }
}

/** The same build with the journal's sync taken out. Exists only in this test's temporary folder. */
function controlBuild(work: string): string {
  const root = join(work, "control");
  mkdirSync(root);
  for (const part of ["dist", "bin", "limits", "package.json"]) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  // The product runs as a bundle: whichever part of it holds the journal is changed.
  const product = join(root, "dist/product");
  const parts = readdirSync(product).filter((name) => name.endsWith(".js"));
  const changed = parts.filter((name) => weaken(join(product, name)));
  if (changed.length === 0) throw new Error("the control build could not be made: the pragma is not where it was");
  return root;
}

/** Takes the sync of the journal out of a file; false where there is none. */
function weaken(file: string): boolean {
  const text = readFileSync(file, "utf8");
  const weak = text.replaceAll("synchronous = FULL", "synchronous = OFF").replaceAll("synchronous !== 2", "synchronous !== 0");
  if (weak === text) return false;
  writeFileSync(file, weak);
  return true;
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
}
