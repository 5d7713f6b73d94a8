// Starts what the benchmark drives: the product, its broker alone, or mosquitto. Each in its own process tree over a
// fresh directory.
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freshDirectory, ownChild } from "../harness/left-behind.ts";
import { pause } from "../harness/pause.ts";
import { plainRegistry } from "../harness/plain-registry.ts";
import { putRegistry, type Ready, readyLine, startProduct, stopped } from "../harness/product.ts";
import { type CpuUse, cpuOf } from "./cpu-of-tree.ts";

export interface Server {
  readonly port: number;
  cpu(): CpuUse;
  stop(): Promise<unknown>;
}

type Env = Readonly<Record<string, string>>;

/**
 * Starts a server by name; resolves once it accepts devices. `devices` is how many the generator will be; settings are
 * those of the product alone.
 */
export function startServer(name: string, devices: number, env: Env = {}): Promise<Server> {
  if (name === "mosquitto") return startMosquitto();
  if (name === "broker") return startBrokerAlone();
  if (name === "outfall") return startOutfall(devices, env);
  throw new Error(`unknown server: ${name}`);
}

async function startOutfall(devices: number, env: Env): Promise<Server> {
  const product = await startProduct({ dataDir: freshDirectory("bench"), env: { OUTFALL_LOG_LEVEL: "error", ...env } });
  product.child.stderr?.pipe(process.stderr);
  await putRegistry(product, plainRegistry(devices));
  return server(product.child, product.ready.mqtt.port);
}

async function startBrokerAlone(): Promise<Server> {
  const script = fileURLToPath(new URL("broker-alone.js", import.meta.url));
  const args = [script, "--data", join(freshDirectory("bench"), "journal")];
  const child = ownChild(spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] }));
  const { mqtt } = await readyLine<Pick<Ready, "mqtt">>(child);
  return server(child, mqtt.port);
}

/**
 * Set up as fast as it goes: persistence on (a snapshot now and then, no sync), no password, no Nagle, no window of its
 * own.
 */
async function startMosquitto(): Promise<Server> {
  const directory = freshDirectory("bench");
  const port = await freePort();
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence true",
    `persistence_location ${directory}/`,
    "set_tcp_nodelay true",
    "max_inflight_messages 0",
    "max_queued_messages 0",
    "log_type error",
  ];
  if (process.getuid?.() === 0) lines.push("user root");
  const config = join(directory, "mosquitto.conf");
  writeFileSync(config, `${lines.join("\n")}\n`);
  const child = ownChild(spawn("mosquitto", ["-c", config], { stdio: "ignore" }));
  await Promise.race([accepts(port), failed(child)]);
  return server(child, port);
}

function server(child: ChildProcess, port: number): Server {
  return { port, cpu: () => cpuOf(child.pid ?? 0), stop: () => stopped(child) };
}

function failed(child: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`server ended before it was ready: ${code ?? signal}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function accepts(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isOpen) return;
    await pause(50);
  }
  throw new Error("server does not accept connections");
}
