// Starts what the benchmark drives: the product, its broker alone, or mosquitto. Each in its own process tree over a fresh directory.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchRegistry } from "./bench-registry.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const TICKS_PER_SECOND = 100;
const ADMIN_TOKEN = "bench-administrator-token-of-one-run-only";
const LIMITLESS = "1000000";

/** Starts a server by name; resolves once it accepts devices. `devices` is how many the generator will be. */
export function startServer(name, devices) {
  if (name === "mosquitto") return startMosquitto();
  if (name === "broker") return startBare();
  if (name === "outfall") return startProduct(devices);
  throw new Error(`unknown server: ${name}`);
}

async function startProduct(devices) {
  const directory = freshDirectory();
  const env = {
    ...withoutOurs(process.env),
    OUTFALL_DATA_DIR: directory,
    OUTFALL_HOST: "127.0.0.1",
    OUTFALL_HTTP_PORT: "0",
    OUTFALL_MQTT_PORT: "0",
    OUTFALL_HJ212_PORT: "0",
    OUTFALL_ADMIN_TOKEN: ADMIN_TOKEN,
    OUTFALL_DEVICE_RATE: LIMITLESS,
    OUTFALL_ADDRESS_RATE: LIMITLESS,
    OUTFALL_LOG_LEVEL: "error",
  };
  const child = run(process.execPath, [join(ROOT, "bin/outfall.js"), "start"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ready = await firstLine(child);
  const answer = await fetch(`http://127.0.0.1:${ready.http.port}/api/v1/registry`, {
    method: "PUT",
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(benchRegistry(devices)),
    signal: AbortSignal.timeout(START_TIMEOUT_MS),
  });
  if (!answer.ok) {
    await stopChild(child, directory);
    throw new Error(`registry refused: ${answer.status} ${(await answer.text()).slice(0, 2_000)}`);
  }
  return server(child, directory, ready.mqtt.port);
}

/** The settings of a run are its own, not those of the shell. */
function withoutOurs(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("OUTFALL_")));
}

async function startBare() {
  const directory = freshDirectory();
  const args = [fileURLToPath(new URL("bare-broker.mjs", import.meta.url)), "--data", join(directory, "journal")];
  const child = run(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ready = await firstLine(child);
  return server(child, directory, ready.mqtt.port);
}

/** Set up as fast as it goes: persistence on (a snapshot now and then, no sync), no password, no Nagle, no window of its own. */
async function startMosquitto() {
  const directory = freshDirectory();
  const port = await freePort();
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence true",
    `persistence_location ${directory}/`,
    "set_tcp_nodelay true",
    "max_inflight_messages 0",
    "log_type error",
  ];
  if (process.getuid?.() === 0) lines.push("user root");
  const config = join(directory, "mosquitto.conf");
  writeFileSync(config, `${lines.join("\n")}\n`);
  const child = run("mosquitto", ["-c", config], { stdio: "ignore" });
  await Promise.race([accepts(port), failed(child)]);
  return server(child, directory, port);
}

function server(child, directory, port) {
  return { port, pid: child.pid, cpu: () => cpuOf(child.pid), stop: () => stopChild(child, directory) };
}

/** What must not outlive this process, however it ends. */
const children = new Set();
const directories = new Set();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

function run(command, args, settings) {
  const child = spawn(command, args, settings);
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

function freshDirectory() {
  const directory = mkdtempSync(join(tmpdir(), "outfall-bench-"));
  directories.add(directory);
  return directory;
}

function failed(child) {
  return new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`server ended before it was ready: ${code ?? signal}`)));
  });
}

/** The `ready` line on standard output. */
function firstLine(child) {
  let text = "";
  const line = new Promise((resolve) => {
    child.stdout.on("data", (chunk) => {
      if (text.length > 65_536) return;
      text += chunk;
      const ready = text.split("\n").find((one) => one.includes('"ready"'));
      if (ready !== undefined && text.includes("\n")) resolve(JSON.parse(ready));
    });
  });
  return Promise.race([line, failed(child), timeout(START_TIMEOUT_MS, "server is not ready")]);
}

function timeout(ms, message) {
  return new Promise((_, reject) => setTimeout(() => reject(new Error(message)), ms).unref());
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function accepts(port) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isOpen = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("server does not accept connections");
}

async function stopChild(child, directory) {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(killer);
  }
  rmSync(directory, { recursive: true, force: true });
}

/** CPU seconds so far of the process and all below it, with their threads by name and place after the first (Linux). */
export function cpuOf(pid) {
  const tree = processTree(pid);
  let seconds = 0;
  const threads = {};
  for (const one of tree) {
    seconds += statSeconds(`/proc/${one}/stat`) ?? 0;
    for (const task of list(`/proc/${one}/task`)) {
      const name = `${read(`/proc/${one}/task/${task}/comm`)?.trim() ?? "?"}+${Number(task) - one}`;
      threads[name] = statSeconds(`/proc/${one}/task/${task}/stat`) ?? 0;
    }
  }
  return { seconds, threads };
}

function processTree(root) {
  const parents = new Map();
  for (const name of list("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statFields(`/proc/${name}/stat`);
    if (fields !== undefined) parents.set(Number(name), Number(fields[1]));
  }
  const tree = [root];
  for (let i = 0; i < tree.length; i++) for (const [pid, parent] of parents) if (parent === tree[i]) tree.push(pid);
  return tree;
}

/** The fields of a `stat` file after the name, which may itself contain anything: state, parent, … */
function statFields(path) {
  return read(path)
    ?.replace(/^.*\) /s, "")
    .split(" ");
}

function statSeconds(path) {
  const fields = statFields(path);
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** `undefined` when it is gone: processes end while we look. */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function list(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
