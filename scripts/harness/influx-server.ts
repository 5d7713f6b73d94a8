import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A real InfluxDB for one test file, empty at first. */
export interface InfluxServer {
  /** What it is, for the test's title: `influxd1 (binary)`. */
  readonly name: string;
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly bucket: string;
  /** Stops answering but keeps its connections open. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Ends as by a power cut; absent where the address would change with `restart`. */
  readonly kill?: () => Promise<void>;
  readonly restart?: () => Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const ORG = "outfall";
const BUCKET = "readings";
const USER = "outfall";
const PASSWORD = "outfall-test-password";
const TOKEN = "outfall-test-token-outfall-test-token";

/** The major version of a server. */
export type InfluxEdition = 1 | 2;

/**
 * Starts a real InfluxDB, of one edition where that is asked for: a container (2) when a Docker engine answers, else a
 * binary (`OUTFALL_TEST_INFLUXD`, or `influxd2` or `influxd1` in `${XDG_CACHE_HOME:-~/.cache}/outfall-tools`).
 * `undefined`, with a line that says so, when there is neither.
 */
export async function startInfluxServer(edition?: InfluxEdition): Promise<InfluxServer | undefined> {
  const server = (edition === 1 ? undefined : await startContainer()) ?? (await startBinary(edition));
  if (server === undefined) {
    const which = edition === undefined ? "InfluxDB" : `InfluxDB ${edition}`;
    console.warn(`tests of ${which} are left out: no Docker engine, no OUTFALL_TEST_INFLUXD and no influxd in the tools cache`);
  }
  return server;
}

async function startContainer(): Promise<InfluxServer | undefined> {
  if (process.env["DOCKER_HOST"] === undefined && !existsSync("/var/run/docker.sock")) return undefined;
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import("testcontainers");
  const client = await getContainerRuntimeClient().catch(() => undefined);
  if (client === undefined) return undefined;
  const container = await new GenericContainer("influxdb:2.7")
    .withEnvironment({
      DOCKER_INFLUXDB_INIT_MODE: "setup",
      DOCKER_INFLUXDB_INIT_USERNAME: USER,
      DOCKER_INFLUXDB_INIT_PASSWORD: PASSWORD,
      DOCKER_INFLUXDB_INIT_ORG: ORG,
      DOCKER_INFLUXDB_INIT_BUCKET: BUCKET,
      DOCKER_INFLUXDB_INIT_ADMIN_TOKEN: TOKEN,
    })
    .withExposedPorts(8086)
    .withWaitStrategy(Wait.forHttp("/health", 8086).forStatusCode(200))
    .start();
  const handle = client.container.getById(container.getId());
  return {
    name: "influxdb:2.7 (container)",
    url: `http://${container.getHost()}:${container.getMappedPort(8086)}`,
    token: TOKEN,
    org: ORG,
    bucket: BUCKET,
    freeze: () => handle.pause(),
    thaw: () => handle.unpause(),
    stop: async () => {
      await container.stop();
    },
  };
}

async function startBinary(edition?: InfluxEdition): Promise<InfluxServer | undefined> {
  const binary = findBinary(edition);
  if (binary === undefined) return undefined;
  const directory = await mkdtemp(join(tmpdir(), "outfall-influx-"));
  const isV1 = editionOf(binary) === 1;
  const start = (port: number) => (isV1 ? runV1(binary, directory, port) : runV2(binary, directory, port));
  let { child, port } = await startOnFreePort(start);
  const url = `http://127.0.0.1:${port}`;
  await (isV1 ? setUpV1(url) : setUpV2(url));
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  return {
    name: `${basename(binary)} (binary)`,
    url,
    token: isV1 ? `${USER}:${PASSWORD}` : TOKEN,
    org: ORG,
    bucket: isV1 ? `${BUCKET}/autogen` : BUCKET,
    freeze: async () => {
      child.kill("SIGSTOP");
      await untilStopped(child);
    },
    thaw: async () => {
      child.kill("SIGCONT");
    },
    kill,
    restart: async () => {
      child = await start(port);
      if (!(await isReady(url, child))) throw new Error("influxd did not come back");
    },
    stop: async () => {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A stop signal reaches one thread after the other: on Linux this waits until none of them runs any more. */
async function untilStopped({ pid }: ChildProcess): Promise<void> {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return;
  const isStopped = async (id: string): Promise<boolean> => / [TtXZ] /.test(await readFile(join(tasks, id, "stat"), "latin1"));
  for (const end = performance.now() + 10_000; performance.now() < end; ) {
    const states = await Promise.all((await readdir(tasks)).map((id) => isStopped(id).catch(() => true)));
    if (states.every(Boolean)) return;
    await delay(5);
  }
  throw new Error("influxd was told to stand still and goes on");
}

function editionOf(binary: string): InfluxEdition {
  return basename(binary).includes("1") ? 1 : 2;
}

function findBinary(edition?: InfluxEdition): string | undefined {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "outfall-tools");
  const candidates = [process.env["OUTFALL_TEST_INFLUXD"], join(cache, "influxd2"), join(cache, "influxd1")];
  const there = candidates.filter((path): path is string => path !== undefined && existsSync(path));
  return there.find((path) => edition === undefined || editionOf(path) === edition);
}

/**
 * influxd cannot choose a port itself, so we look for a free one; somebody may take it in between, so we try three
 * times.
 */
async function startOnFreePort(start: (port: number) => Promise<ChildProcess>): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const port = await freePort();
    const child = await start(port);
    if (await isReady(`http://127.0.0.1:${port}`, child)) return { child, port };
    child.kill("SIGKILL");
  }
  throw new Error("influxd did not start in three attempts");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("a TCP server without a port");
  return address.port;
}

async function runV1(binary: string, directory: string, port: number): Promise<ChildProcess> {
  return spawn(binary, ["run"], {
    stdio: "ignore",
    env: {
      HOME: directory,
      INFLUXDB_HTTP_BIND_ADDRESS: `127.0.0.1:${port}`,
      INFLUXDB_BIND_ADDRESS: `127.0.0.1:${await freePort()}`,
      INFLUXDB_HTTP_FLUX_ENABLED: "true",
      INFLUXDB_REPORTING_DISABLED: "true",
      INFLUXDB_MONITOR_STORE_ENABLED: "false",
      INFLUXDB_META_DIR: join(directory, "meta"),
      INFLUXDB_DATA_DIR: join(directory, "data"),
      INFLUXDB_DATA_WAL_DIR: join(directory, "wal"),
    },
  });
}

async function runV2(binary: string, directory: string, port: number): Promise<ChildProcess> {
  const paths = { "bolt-path": "influxd.bolt", "sqlite-path": "influxd.sqlite", "engine-path": "engine" };
  const flags = Object.entries(paths).map(([flag, file]) => `--${flag}=${join(directory, file)}`);
  return spawn(binary, [`--http-bind-address=127.0.0.1:${port}`, "--reporting-disabled", ...flags], {
    stdio: "ignore",
    env: { HOME: directory },
  });
}

/** True once it answers; false when it ends first or takes more than 30 s. */
async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  for (const end = performance.now() + 30_000; performance.now() < end; ) {
    if (child.exitCode !== null) return false;
    const ok = await fetch(`${url}/ping`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return true;
    await delay(50);
  }
  return false;
}

async function setUpV1(url: string): Promise<void> {
  const answer = await fetch(`${url}/query`, { method: "POST", body: new URLSearchParams({ q: `CREATE DATABASE ${BUCKET}` }) });
  if (!answer.ok) throw new Error(`the database was not created: ${answer.status}`);
}

async function setUpV2(url: string): Promise<void> {
  const body = JSON.stringify({ username: USER, password: PASSWORD, org: ORG, bucket: BUCKET, token: TOKEN });
  const answer = await fetch(`${url}/api/v2/setup`, { method: "POST", body });
  if (!answer.ok) throw new Error(`the set-up failed: ${answer.status} ${await answer.text()}`);
}
