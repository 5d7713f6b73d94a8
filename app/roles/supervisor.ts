import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { pino } from "pino";
import { RoleTakenError } from "../../core/failures.ts";
import { NO_LOG } from "../../core/log.ts";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { takeRole } from "../../storage/locks/role-lock.ts";
import { openSecretBox } from "../../storage/secrets/secret-box.ts";
import { type SharedClock, startClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { markDemo } from "../demo-directory.ts";
import { keepFilesToOurselves, openToOthers } from "../file-modes.ts";
import { fileTrouble } from "../file-trouble.ts";
import type { SettingProblem } from "../setting-problem.ts";
import { StartRefusedError } from "../start-refused.ts";
import type { StopRequest } from "../stop-request.ts";
import { setCorruptFilesAside, withoutCorruptFiles } from "./derived-files.ts";
import { warnOfFewDescriptors } from "./door-connections.ts";
import { refuseForeignStores } from "./installation.ts";
import { journalDirectory } from "./journal-directory.ts";
import { checkPorts } from "./listening-ports.ts";
import { RecordsServer } from "./records-server.ts";
import type { Doors, RoleName, WorkerStart } from "./role.ts";
import { publishDoors, withdrawDoors } from "./running-doors.ts";
import { RunningThreads } from "./running-threads.ts";

/** After this long a stop is forced: what was acknowledged is on the disk in any case. */
const STOP_MS = 9_000;
/** Roles in the order in which they start; running-threads.ts says how they stop. */
const START_ORDER: readonly RoleName[] = ["gateway", "pipeline", "api", "simulators"];

export interface SupervisorOptions {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly roles: readonly RoleName[];
  readonly stop: StopRequest;
}

/**
 * Runs the roles as threads of this process until it is told to stop, and answers with the exit code. When one cannot
 * go on, the process ends with 1 and the journal is read again at the next start; an API that dies is started anew.
 * @throws StartRefusedError when another process holds one of the roles on the data directory, a port or the directory
 * cannot be had, or the stores do not belong to one installation.
 */
export async function supervise(options: SupervisorOptions): Promise<number> {
  const { config, roles, stop } = options;
  const log = pino({ level: config.logLevel, base: { role: "supervisor" } }, pino.destination({ dest: 2, sync: true }));
  keepFilesToOurselves();
  makeDataDirectory(config);
  warnOfOpenFiles(config, log);
  warnOfFewDescriptors(config, roles, log);
  const locks = takeRoles(config, roles);
  const derived = { dataDir: config.dataDir, roles, log };
  setCorruptFilesAside(derived);
  const problems = await checkPorts(config, roles);
  if (problems.length > 0) throw new StartRefusedError(problems);
  const running = new RunningThreads(config.apiMemoryMb, log);
  const away = await withoutCorruptFiles(() => refuseForeignStores(config), derived);
  if (config.demo) markDemo(config.dataDir);
  const clock = await prepare(config);
  const records = new RecordsServer({ config, roles, log, onLost: (error) => running.onFatal("pipeline", error.message) });
  if (away === undefined) await records.claim();
  const ended = waitForEnd(running, { stop, log });
  const claimed = away === undefined ? undefined : records.claimWhenBack(away, ended);
  await startAll(options, { clock, running, ended, claimed, log });
  const code = await Promise.race([ended, failureOf(claimed)]);
  if (code === 0) withdrawDoors(config.dataDir);
  for (const lock of locks) lock.release();
  await records.release();
  if (code === 0) say({ event: "stopped" });
  return code;
}

/** Rejects as `work` does, and never resolves. */
function failureOf(work: Promise<unknown> | undefined): Promise<never> {
  return new Promise((_, reject) => {
    work?.catch(reject);
  });
}

interface StartDeps {
  readonly clock: SharedClock;
  readonly running: RunningThreads;
  readonly ended: Promise<number>;
  /** Resolves when the records are there, where they are away at the start. */
  readonly claimed: Promise<boolean> | undefined;
  readonly log: pino.Logger;
}

/**
 * Starts one role after the other, and says that the product is ready, unless it is to end before. Doors open without
 * the records: what judges waits for them, and catches up.
 */
async function startAll(options: SupervisorOptions, { clock, running, ended, claimed, log }: StartDeps): Promise<void> {
  const { config, roles, stop } = options;
  const inOrder = START_ORDER.filter((r) => roles.includes(r));
  if (stop.signal !== undefined) return;
  for (const role of inOrder) running.load(role, startOf(options, clock, role));
  let doors: Doors = {};
  for (const role of inOrder) {
    if (role === "simulators") announce(config, doors, log);
    if (role === "pipeline" && claimed !== undefined) {
      void claimed.then(
        (isOurs) => (isOurs ? running.start("pipeline", {}).then(() => {}) : undefined),
        () => {},
      );
      continue;
    }
    const started = await Promise.race([running.start(role, doors), ended]);
    if (typeof started === "number" || stop.signal !== undefined) return;
    doors = { ...doors, ...started };
  }
  if (!roles.includes("simulators")) announce(config, doors, log);
}

function makeDataDirectory({ dataDir }: Config): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const facts = { folder: dataDir, parent: dirname(dataDir), why: fileTrouble(error) };
    throw new StartRefusedError([{ pointer: "OUTFALL_DATA_DIR", code: "folder-not-makable", facts }]);
  }
}

/** What others may read was perhaps copied there by hand; it is named, and left as it is. */
function warnOfOpenFiles({ dataDir }: Config, log: pino.Logger): void {
  const paths = openToOthers(dataDir);
  if (paths.length === 0) return;
  const shown = { paths: paths.slice(0, 20), count: paths.length };
  log.warn(shown, "other accounts of this machine may use files of the data directory: make files 600 and folders 700");
}

/** Takes all roles or none. @throws StartRefusedError that names each role that somebody else holds */
function takeRoles({ dataDir }: Config, roles: readonly RoleName[]): readonly { release(): void }[] {
  const locks: { release(): void }[] = [];
  const problems: SettingProblem[] = [];
  for (const role of roles) {
    try {
      locks.push(takeRole({ directory: dataDir, role }));
    } catch (error) {
      if (!(error instanceof RoleTakenError)) throw error;
      problems.push({ pointer: "OUTFALL_DATA_DIR", code: "role-taken", facts: { role, folder: dataDir } });
    }
  }
  if (problems.length === 0) return locks;
  for (const lock of locks) lock.release();
  throw new StartRefusedError(problems);
}

/** Makes the journal before the threads open it, and starts the clock no earlier than the journal ends. */
async function prepare(config: Config): Promise<SharedClock> {
  openSecretBox(config.dataDir);
  const directory = journalDirectory(config);
  await openJournalWriter({ directory, log: NO_LOG }).close();
  const journal = openJournalReader({ directory });
  const notBefore = await journal.lastAt();
  await journal.close();
  return startClock(config.clock, notBefore);
}

function startOf(options: SupervisorOptions, clock: SharedClock, role: RoleName): WorkerStart {
  const { config, environment, roles } = options;
  return { role, roles, environment, clock, busName: `outfall:${config.dataDir}` };
}

function announce(config: Config, doors: Doors, log: pino.Logger): void {
  try {
    publishDoors(config.dataDir, doors);
  } catch (error) {
    log.warn({ cause: String(error) }, "doors.json not written: commands find the product by the port settings only");
  }
  say({ event: "ready", pid: process.pid, ...doors, dataDir: config.dataDir });
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Resolves with the exit code once a signal has stopped everything, or a thread cannot go on. */
function waitForEnd(running: RunningThreads, { stop, log }: { stop: StopRequest; log: pino.Logger }): Promise<number> {
  return new Promise((resolve) => {
    running.onFatal = (role, message): void => {
      log.fatal({ failed: role, cause: message }, "a role failed");
      resolve(1);
    };
    void stop.heard.then(async (signal) => {
      log.info({ signal }, "stopping");
      const late = setTimeout(() => {
        log.error({ afterMs: STOP_MS }, "stop took too long and is forced");
        resolve(0);
      }, STOP_MS);
      await running.stop();
      clearTimeout(late);
      resolve(0);
    });
  });
}
