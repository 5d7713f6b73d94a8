import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openJournalCursors } from "../../storage/journal/cursors.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const TOKEN = "acceptance-administrator-token-of-one-run";
const READY_MS = 60_000;
/** Where processes write what they ran, while coverage is measured. */
const COVERAGE = process.env["OUTFALL_TEST_COVERAGE"];
/** Measuring takes time: so many processes of a run for each command line and choice of settings. One may be killed. */
const MEASURED_OF_EACH = 3;
const measured = new WeakSet<ChildProcess>();

interface Door {
  readonly host: string;
  readonly port: number;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every route pass through here, and the tests say what they expect of them
  readonly body: any;
}

/**
 * The product as its users run it: the compiled command line in a process of its own, over a directory of its own, on
 * free ports.
 */
export class Product {
  readonly process: ChildProcess;
  readonly dataDir: string;
  readonly doors: { readonly http: Door; readonly mqtt: Door; readonly hj212: Door };
  readonly #ownsDirectory: boolean;
  #errors = "";

  private constructor(process: ChildProcess, dataDir: string, ready: Product["doors"], ownsDirectory: boolean) {
    this.process = process;
    this.dataDir = dataDir;
    this.doors = ready;
    this.#ownsDirectory = ownsDirectory;
    process.stderr?.on("data", (chunk) => {
      this.#errors = `${this.#errors}${chunk}`.slice(-8_000);
    });
  }

  static async start(
    options: {
      readonly env?: Record<string, string>;
      readonly args?: readonly string[];
      readonly dataDir?: string;
      /** How many files the process may have open. */
      readonly openFiles?: number;
    } = {},
  ): Promise<Product> {
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "outfall-acceptance-"));
    const env = { OUTFALL_DATA_DIR: dataDir, ...options.env };
    const child = runOutfall(["start", ...(options.args ?? [])], env, withOpenFiles(options.openFiles));
    const early: string[] = [];
    child.stderr?.on("data", (chunk) => early.push(String(chunk)));
    const ready = await firstReadyLine(child);
    child.stderr?.removeAllListeners("data");
    const product = new Product(child, dataDir, ready, options.dataDir === undefined);
    product.#errors = early.join("").slice(-8_000);
    return product;
  }

  /** The end of what it wrote on standard error. */
  get errors(): string {
    return this.#errors;
  }

  get url(): string {
    return `http://${this.doors.http.host}:${this.doors.http.port}`;
  }

  /** Asks the API, as the administrator or with another bearer token. */
  async ask(method: string, path: string, body?: unknown, token = TOKEN): Promise<Answer> {
    if (this.process.exitCode !== null) throw new Error(`the product ended with ${this.process.exitCode}: ${this.#errors}`);
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** A token of another role. */
  async tokenFor(
    roles: readonly string[],
    scope: { readonly cells?: readonly string[]; readonly enterprise?: string } = {},
  ): Promise<string> {
    const body = {
      name: roles.join(),
      roles,
      cells: scope.cells ?? [],
      enterprise: scope.enterprise ?? null,
      person: null,
      expiresAt: null,
    };
    const made = await this.ask("POST", "/api/v1/tokens", body);
    if (made.status !== 201) throw new Error(`no token for ${roles.join()}: ${JSON.stringify(made.body)}`);
    return made.body.token;
  }

  /** Asks until the answer is what is waited for; fails with the last answer when that takes too long. */
  async until<T>(look: () => Promise<T>, holds: (found: T) => boolean, milliseconds = 20_000): Promise<T> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const found = await look();
      if (holds(found)) return found;
      if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${JSON.stringify(found).slice(0, 2_000)}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  /**
   * What became of the messages of yesterday and today in Beijing: a test may run across midnight. Of all devices, or
   * of one.
   */
  async account(mn?: string): Promise<Readonly<Record<"received" | "stored" | "quarantined" | "pending", number>>> {
    const sum = { received: 0, stored: 0, quarantined: 0, pending: 0 };
    for (const daysAgo of [1, 0]) {
      const day = new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10);
      const of = mn === undefined ? "" : `&mn=${mn}`;
      const { body } = await this.ask("GET", `/api/v1/messages/account?day=${day}${of}`);
      for (const name of ["received", "stored", "quarantined", "pending"] as const) sum[name] += body[name];
    }
    return sum;
  }

  /** Waits until every message that came is decoded. For a product whose clock is that of the machine. */
  async settled(): Promise<void> {
    await this.until(
      () => this.account(),
      (account) => account.pending === 0,
    );
  }

  /**
   * Waits until every entry that is in the journal now is judged, whatever its day. This process may have the cursors
   * open for longer: not for a test that damages that file.
   */
  async judged(): Promise<void> {
    const directory = join(this.dataDir, "journal");
    const journal = openJournalReader({ directory });
    const cursors = openJournalCursors({ directory });
    try {
      const last = await journal.lastSeq();
      await this.until(
        () => cursors.load("judge"),
        (place) => place >= last,
      );
    } finally {
      cursors.close();
      await journal.close();
    }
  }

  async kill(): Promise<void> {
    const gone = exitOf(this.process);
    this.process.kill("SIGKILL");
    await gone;
  }

  /** Stops it as an operator does; answers with the exit code. */
  async stop(): Promise<number | null> {
    const gone = exitOf(this.process);
    if (this.process.exitCode === null) this.process.kill("SIGTERM");
    const code = await gone;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null)
      await (measured.has(this.process) ? this.stop() : this.kill());
    if (this.#ownsDirectory) rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** A command that lets the one behind it have so many files open. */
function withOpenFiles(most: number | undefined): readonly string[] {
  return most === undefined ? [] : ["/bin/sh", "-c", `ulimit -n ${most}; exec "$0" "$@"`];
}

/** Runs the command line with nothing of this shell's settings, below another command where one is given. */
export function runOutfall(
  args: readonly string[],
  env: Record<string, string> = {},
  below: readonly string[] = [],
): ChildProcess {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("OUTFALL_")));
  const defaults = {
    OUTFALL_HTTP_PORT: "0",
    OUTFALL_MQTT_PORT: "0",
    OUTFALL_HJ212_PORT: "0",
    OUTFALL_ADMIN_TOKEN: TOKEN,
    OUTFALL_LOG_LEVEL: "error",
    LC_ALL: "C.UTF-8",
  };
  const coverage = isMeasured([...args, ...Object.keys(env)]) ? COVERAGE : undefined;
  const [command = "", ...words] = [...below, process.execPath, join(ROOT, "bin/outfall.js"), ...args];
  const child = spawn(command, words, {
    env: { ...own, ...defaults, ...env, ...(coverage !== undefined && { NODE_V8_COVERAGE: coverage }) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  if (coverage !== undefined) measured.add(child);
  return child;
}

/** Whether a process with such a call is one of those that are measured, over all files of the run. */
function isMeasured(call: readonly string[]): boolean {
  if (COVERAGE === undefined) return false;
  mkdirSync(COVERAGE, { recursive: true });
  const name = createHash("sha256").update(call.join(" ")).digest("hex");
  return Array.from({ length: MEASURED_OF_EACH }, (_, i) => join(COVERAGE, `${name}.${i}`)).some(isFirstTo);
}

/** Whether a file was not there and is made. */
function isFirstTo(file: string): boolean {
  try {
    closeSync(openSync(file, "wx"));
    return true;
  } catch {
    return false;
  }
}

/** Runs a command to its end. */
export async function finished(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly out: string; readonly errors: string }> {
  let out = "";
  let errors = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  const code = await new Promise<number | null>((done) => child.once("close", done));
  return { code, out, errors };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => child.once("exit", (code) => done(code)));
}

/** The doors of a product that was just started, once it says that it is ready. */
export function firstReadyLine(child: ChildProcess): Promise<Product["doors"]> {
  return new Promise((resolve, reject) => {
    let out = "";
    let errors = "";
    const timer = setTimeout(() => reject(new Error(`not ready within ${READY_MS} ms: ${errors}`)), READY_MS);
    child.stderr?.on("data", (chunk) => {
      errors = `${errors}${chunk}`.slice(-4_000);
    });
    child.stdout?.on("data", (chunk) => {
      out += chunk;
      const line = out.split("\n").find((l) => l.includes('"event":"ready"'));
      if (line === undefined) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as Product["doors"]);
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code} before it was ready: ${errors}`)));
  });
}
