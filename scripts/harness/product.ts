import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { ownChild } from "./left-behind.ts";
import { pause } from "./pause.ts";
import { ROOT } from "./root.ts";

const TOKEN = "administrator-token-of-one-run-of-a-script";
const START_MS = 60_000;
const STOP_MS = 15_000;
const ANSWER_MS = 30_000;
const LOOK_MS = 100;
/** Beyond anything a load reaches. */
const LIMITLESS = "1000000";

interface Address {
  readonly host: string;
  readonly port: number;
}

/** The line `ready` of the product. */
export interface Ready {
  readonly http: Address;
  readonly mqtt: Address;
  readonly hj212: Address;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Asks the API as its administrator. What a body holds is the caller's word: a script reads what it needs. */
export type Api = <Body>(method: string, path: string, body?: object) => Promise<Answer<Body>>;

export interface Product {
  readonly child: ChildProcess;
  readonly ready: Ready;
  readonly api: Api;
  /** What a stream of events says, piece by piece, until it ends or `signal` aborts it. */
  stream(path: string, signal: AbortSignal): AsyncIterable<string>;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** The end of what it wrote on standard error. */
  errors(): string;
  /** Ends it in good order; by force when that takes too long. */
  stop(): Promise<number | null>;
}

export interface ProductOptions {
  readonly dataDir: string;
  /** What differs from the settings of a load: free ports, no rates, only fatal errors in the log. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another build of the same product, for control runs. */
  readonly root?: string;
  readonly args?: readonly string[];
}

/**
 * Starts the product over a data directory and resolves once it accepts work. The settings of the shell are not those
 * of the run.
 * @throws Error when it ends before it is ready, or is not ready within a minute
 */
export async function startProduct({ dataDir, env = {}, root = ROOT, args = [] }: ProductOptions): Promise<Product> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("OUTFALL_")));
  const settings = {
    OUTFALL_DATA_DIR: dataDir,
    OUTFALL_HTTP_PORT: "0",
    OUTFALL_MQTT_PORT: "0",
    OUTFALL_HJ212_PORT: "0",
    OUTFALL_ADMIN_TOKEN: TOKEN,
    OUTFALL_LOG_LEVEL: "fatal",
    OUTFALL_DEVICE_RATE: LIMITLESS,
    OUTFALL_ADDRESS_RATE: LIMITLESS,
    ...env,
  };
  const child = ownChild(
    spawn(process.execPath, [join(root, "bin/outfall.js"), "start", ...args], {
      env: { ...own, ...settings },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  const exited = new Promise<Awaited<Product["exited"]>>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = `${errors}${chunk}`.slice(-4_000);
  });
  const ready = await readyLine<Ready>(child, () => errors);
  const { port } = ready.http;
  const stream = (path: string, signal: AbortSignal): AsyncIterable<string> =>
    streamOf(`http://127.0.0.1:${port}${path}`, signal);
  return { child, ready, exited, api: apiOf(port), stream, errors: () => errors, stop: () => stopped(child) };
}

/** The line `ready` that a child says on its standard output. */
export function readyLine<Line>(child: ChildProcess, errors: () => string = () => ""): Promise<Line> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${START_MS} ms: ${errors()}`)), START_MS);
    let text = "";
    child.stdout?.on("data", (chunk) => {
      if (text.length > 65_536) return;
      text += chunk;
      const line = text
        .split("\n")
        .slice(0, -1)
        .find((one) => one.includes('"ready"'));
      if (line === undefined) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as Line);
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code} before it was ready: ${errors()}`));
    });
  });
}

export async function stopped(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(killer);
  return child.exitCode;
}

async function* streamOf(url: string, signal: AbortSignal): AsyncGenerator<string> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` }, signal });
  if (answer.body === null) throw new Error(`${url} was answered with ${answer.status} and nothing`);
  const text = new TextDecoder();
  for await (const piece of answer.body) yield text.decode(piece as Uint8Array, { stream: true });
}

/** The API of a product that `startProduct` started, at its port. */
export function apiOf(port: number): Api {
  return async <Body>(method: string, path: string, body?: object) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? undefined : JSON.parse(text)) as Body };
  };
}

/** @throws Error when the product does not take the registry */
export async function putRegistry({ api }: Product, registry: object): Promise<void> {
  const { status, body } = await api<unknown>("PUT", "/api/v1/registry", registry);
  if (status >= 300) throw new Error(`the registry was answered with ${status}: ${JSON.stringify(body).slice(0, 2_000)}`);
}

/** Every item of a list, over all its pages. */
export async function everyItem<Item>(api: Api, path: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor = "";
  do {
    const page = `${path}${path.includes("?") ? "&" : "?"}limit=1000${cursor}`;
    const { status, body } = await api<{ readonly items: readonly Item[]; readonly next: string | null }>("GET", page);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    items.push(...body.items);
    cursor = body.next === null ? "" : `&cursor=${encodeURIComponent(body.next)}`;
  } while (cursor !== "");
  return items;
}

/** The account of messages of one day. */
export type Account = Readonly<Record<"received" | "stored" | "quarantined" | "pending" | "duplicates" | "control", number>>;

/**
 * The accounts of the days, once nothing is pending any more. @throws Error when something still is after
 * `milliseconds`
 */
export async function settled(api: Api, days: readonly string[], milliseconds = 60_000): Promise<readonly Account[]> {
  const until = Date.now() + milliseconds;
  for (;;) {
    const accounts = await Promise.all(
      days.map(async (day) => (await api<Account>("GET", `/api/v1/messages/account?day=${day}`)).body),
    );
    if (accounts.every((a) => a.pending === 0)) return accounts;
    if (Date.now() > until) throw new Error(`still pending after ${milliseconds} ms: ${JSON.stringify(accounts)}`);
    await pause(LOOK_MS);
  }
}

/** True when received is what became of the messages. */
export function addsUp(account: Account): boolean {
  const { received, stored, quarantined, pending, duplicates, control } = account;
  return received === stored + quarantined + pending + duplicates + control;
}
