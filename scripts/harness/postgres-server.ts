import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, chown, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import pg from "pg";
import { pause } from "./pause.ts";

const run = promisify(execFile);
const DEBIAN_HOME = "/usr/lib/postgresql";
const READY = "database system is ready to accept connections";

/** A throw-away PostgreSQL server on the loopback address. */
export interface PostgresServer {
  /** Creates an empty database and gives its URL. */
  newDatabase(): Promise<string>;
  /** Creates a database that holds what another holds, to which nobody is connected, and gives its URL. */
  copyOf(url: string): Promise<string>;
  /** What goes wrong with servers; absent in a container. */
  readonly faults?: PostgresFaults;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

export interface PostgresFaults {
  /** Every process of it stands still, its connections stay open. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Ends it at once: the server alone, which its processes notice, or by `immediate` shutdown. */
  end(how: "SIGKILL" | "SIGQUIT"): Promise<void>;
  /** Starts it on the same port with what it had. */
  restart(): Promise<void>;
}

/**
 * Starts PostgreSQL: in a container when a Docker engine answers, else from the packages of Debian. `undefined`, with a
 * line on standard error, when neither is there.
 */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const server = (await startInContainer()) ?? (await startInstalled());
  if (server === undefined) console.warn("skipped: no PostgreSQL (neither a Docker engine nor /usr/lib/postgresql/*/bin)");
  return server;
}

async function startInContainer(): Promise<PostgresServer | undefined> {
  const isDockerLikely = process.env["DOCKER_HOST"] !== undefined || (await exists("/var/run/docker.sock"));
  if (!isDockerLikely) return undefined;
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import("testcontainers");
  const hasEngine = await getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
  if (!hasEngine) return undefined;
  const container = await new GenericContainer("postgres:16-alpine")
    .withEnvironment({ POSTGRES_HOST_AUTH_METHOD: "trust" })
    .withCommand(["postgres", "-F"])
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(READY, 2))
    .start();
  const host = `${container.getHost()}:${container.getMappedPort(5432)}`;
  return { ...databasesAt(host), stop: async () => void (await container.stop()) };
}

async function startInstalled(): Promise<PostgresServer | undefined> {
  const bin = await installedBin();
  if (bin === undefined) return undefined;
  const directory = await mkdtemp(join(tmpdir(), "outfall-postgres-"));
  const prefix = await unprivileged(directory);
  const data = join(directory, "data");
  const [program, ...args] = [
    ...prefix,
    join(bin, "initdb"),
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--no-sync",
  ];
  await run(program, [...args, "--locale=C"], { cwd: directory });
  const port = await freePort();
  const start = () => startServer([...prefix, join(bin, "postgres"), "-D", data, "-p", String(port)], directory);
  let server = await start();
  const end = async (how: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill(how);
    await ended;
  };
  const signalAll = async (signal: NodeJS.Signals): Promise<void> => {
    // The server first: then it makes no more processes.
    server.kill(signal);
    const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, "latin1");
    for (const child of children.trim().split(" ")) if (child !== "") process.kill(Number(child), signal);
  };
  return {
    ...databasesAt(`127.0.0.1:${port}`),
    faults: {
      freeze: () => signalAll("SIGSTOP"),
      thaw: () => signalAll("SIGCONT"),
      end,
      restart: async () => {
        server = await startAgain(start);
      },
    },
    stop: async () => {
      // Fast shutdown: connections that tests left open are cut.
      await end("SIGINT");
      await rm(directory, { recursive: true });
    },
  };
}

/** Processes of a server that was killed may hold its memory for a moment, and keep a new one from starting. */
async function startAgain(start: () => Promise<ChildProcess>): Promise<ChildProcess> {
  for (const end = performance.now() + 30_000; ; ) {
    try {
      return await start();
    } catch (cause) {
      if (performance.now() > end) throw cause;
      await pause(200);
    }
  }
}

/** Resolves once the server says on standard error that it is ready. */
async function startServer([program = "", ...args]: readonly string[], cwd: string): Promise<ChildProcess> {
  const settings = ["-h", "127.0.0.1", "-F", "-c", "unix_socket_directories=", "-c", "full_page_writes=off"];
  const server = spawn(program, [...args, ...settings], {
    cwd,
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: server.stderr })) {
    lines.push(line);
    if (line.includes(READY)) {
      server.stderr.resume();
      return server;
    }
  }
  throw new Error(`PostgreSQL did not start: ${lines.join("; ")}`);
}

/**
 * Databases whose own order of texts is not that of their bytes, as in a server that was set up for people; where ICU
 * is missing, the plain one.
 */
function databasesAt(host: string): Pick<PostgresServer, "newDatabase" | "copyOf"> {
  let count = 0;
  const make = async (...ways: readonly string[]): Promise<string> => {
    count += 1;
    const name = `outfall_${count}`;
    const client = new pg.Client({ connectionString: `postgres://postgres@${host}/postgres` });
    await client.connect();
    const [first = "", otherwise] = ways.map((way) => `create database ${name} template ${way}`);
    await client.query(first).catch((failure) => {
      if (otherwise === undefined) throw failure;
      return client.query(otherwise);
    });
    await client.end();
    return `postgres://postgres@${host}/${name}`;
  };
  return {
    newDatabase: () => make("template0 locale_provider icu icu_locale 'en-US' locale 'C'", "template0"),
    copyOf: (url) => make(new URL(url).pathname.slice(1)),
  };
}

/** The directory of the newest installed version that has both programs. */
async function installedBin(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN_HOME).catch((): string[] => []);
  for (const version of versions.toSorted((a, b) => Number(b) - Number(a))) {
    const bin = join(DEBIAN_HOME, version, "bin");
    if ((await exists(join(bin, "initdb"))) && (await exists(join(bin, "postgres")))) return bin;
  }
  return undefined;
}

/**
 * PostgreSQL refuses to run as root. Gives the directory to another user and the start of a command that becomes that
 * user.
 */
async function unprivileged(directory: string): Promise<readonly string[]> {
  if (userInfo().uid !== 0) return [];
  const user = (await userNumber("postgres")) ?? (await userNumber("nobody"));
  if (user === undefined) throw new Error("no user that PostgreSQL could run as");
  await chown(directory, user, user);
  return ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"];
}

async function userNumber(name: string): Promise<number | undefined> {
  return await run("id", ["-u", name]).then(
    ({ stdout }) => Number(stdout),
    () => undefined,
  );
}

/** PostgreSQL knows no port 0: take a port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
