// npm run test:powercut [-- --cuts 10 --seed 1]: power cuts, as root on Linux. The data directory lies on an ext4 file system in a file; at a random
// moment under load on both transports the file system is shut down (everything that was not synced is gone), the process is killed, and the
// file system is mounted again. Acknowledged messages are then looked for one by one.
// A control build whose journal does not sync must lose messages: else the test proves nothing.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { check } from "./check.mjs";
import { Device, fleetRegistry } from "./fleet.mjs";
import { startProduct } from "./product.mjs";
import { randomFrom, today } from "./random.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    cuts: { type: "string", default: "10" },
    rate: { type: "string", default: "3000" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
  },
});
if (process.getuid?.() !== 0 || process.platform !== "linux") {
  console.error("test:powercut mounts file systems: it needs root on Linux");
  process.exit(2);
}
const cuts = Math.min(200, Number(values.cuts));
const random = randomFrom(Number(values.seed));
const work = mkdtempSync(join(tmpdir(), "outfall-powercut-"));
const image = join(work, "disk.img");
const disk = join(work, "disk");
let mounted = false;
let failed = false;
try {
  const real = await campaign("durable", ROOT, cuts);
  report({ test: "power cut", cuts, seed: Number(values.seed), ...real });
  const control = await campaign("control", buildControl(), Math.min(2, cuts));
  report({
    test: "power cut, control without sync",
    cuts: Math.min(2, cuts),
    lost: control.missing,
    acknowledged: control.acknowledged,
  });
  failed = real.wrong.length > 0 || real.acknowledged === 0 || control.missing === 0;
  if (control.missing === 0) console.error("the control build lost nothing: this run proves nothing");
} finally {
  unmount();
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** Cuts the power `count` times over one disk, restarting in between; then checks everything that was ever acknowledged. */
async function campaign(name, root, count) {
  freshDisk();
  const dataDir = join(disk, "data");
  const devices = Array.from({ length: 20 }, (_, i) => new Device(i));
  const days = new Set();
  for (let cut = 1; cut <= count; cut++) {
    const product = await startProduct({ dataDir, root });
    if (cut === 1) {
      await product.api("PUT", "/api/v1/registry", fleetRegistry(devices.length));
      // The registry itself is not what is cut here: the control build would lose it too, and with it the devices.
      if (name === "control") run("sync");
    }
    days.add(today());
    await Promise.all(devices.map((d) => d.run(product.ready, Number(values.rate) / devices.length)));
    await new Promise((resolve) => setTimeout(resolve, 500 + random() * 2_000));
    run("xfs_io", "-x", "-c", "shutdown", disk);
    product.child.kill("SIGKILL");
    await product.exited;
    for (const device of devices) device.stop();
    unmount();
    mount();
  }
  days.add(today());
  return lookAfter({ name, root, dataDir, devices, days: [...days] });
}

/** A control build may have lost so much that it does not start at all: then everything it acknowledged is lost. */
async function lookAfter({ name, root, dataDir, devices, days }) {
  try {
    const product = await startProduct({ dataDir, root });
    // What the control build lost is never judged: there is nothing to wait for.
    const result = await check({ product, devices, dataDir, days, judgeMs: name === "control" ? 0 : 60_000 });
    product.child.kill("SIGKILL");
    await product.exited;
    return result;
  } catch (error) {
    if (name !== "control") throw error;
    const acknowledged = devices.reduce((sum, d) => sum + d.acknowledgedSeconds.size + d.acknowledgedHours.size, 0);
    return { acknowledged, missing: acknowledged, wrong: [String(error)] };
  }
}

/** The same build with the journal's sync taken out. Exists only in this test's temporary folder. */
function buildControl() {
  const root = join(work, "control");
  mkdirSync(root);
  for (const part of ["dist", "bin", "package.json"]) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  const file = join(root, "dist/storage/journal/live-file.js");
  const text = readFileSync(file, "utf8");
  const weak = text.replaceAll("synchronous = FULL", "synchronous = OFF").replaceAll("synchronous !== 2", "synchronous !== 0");
  if (weak === text) throw new Error("the control build could not be made: the pragma is not where it was");
  writeFileSync(file, weak);
  return root;
}

function freshDisk() {
  unmount();
  rmSync(image, { force: true });
  mkdirSync(disk, { recursive: true });
  execFileSync("truncate", ["-s", "512M", image]);
  run("mkfs.ext4", "-q", "-F", image);
  mount();
}

function mount() {
  run("mount", "-o", "loop", image, disk);
  mounted = true;
}

function unmount() {
  if (!mounted) return;
  run("umount", disk);
  mounted = false;
}

function run(command, ...args) {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
}

function report(result) {
  console.log(JSON.stringify(result));
}
