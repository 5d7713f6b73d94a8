import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { JournalFailedError } from "../../core/failures.ts";
import { NO_LOG } from "../../core/log.ts";
import { range, readAll } from "../../tests/contract/journal.ts";
import { bundleProgram } from "../../tests/support/bundle-program.ts";
import { openLibsql } from "./connection.ts";
import { journalPaths } from "./live-file.ts";
import { openJournalReader } from "./sqlite-reader.ts";
import { openJournalWriter } from "./sqlite-writer.ts";

let program: Awaited<ReturnType<typeof bundleProgram>>;
beforeAll(async () => {
  program = await bundleProgram(join(import.meta.dirname, "../../tests/support/append-program.ts"));
});
afterAll(() => rmSync(program.directory, { recursive: true }));

// Behaviour
test("a process killed while appending loses nothing that it had acknowledged", async () => {
  const directory = temporaryDirectory();
  let before = 0;

  for (const killAt of [1, 137, 1_013, 2_500]) {
    const mn = `SIM4101020${before}`;
    const acknowledged = await appendUntilKilled(directory, mn, killAt);
    const own = (await readAll(openJournalReader({ directory }), before, 1_000)).map((entry) =>
      Number(Buffer.from(entry.payload)),
    );

    expect(acknowledged).toBeGreaterThanOrEqual(killAt);
    expect(own.length).toBeGreaterThanOrEqual(acknowledged);
    expect(own).toEqual(range(1, own.length));
    before += own.length;
  }
});

test("two processes that append at once lose and double nothing, and each keeps its order", async () => {
  const directory = temporaryDirectory();
  const devices = ["SIM4101020001", "SIM4101020002"];

  const codes = await Promise.all(devices.map((mn) => exitCode(start([program.file, directory, mn, "2000"]))));
  const entries = await readAll(openJournalReader({ directory }), 0, 1_000);

  expect(codes).toEqual([0, 0]);
  expect(entries.map((entry) => entry.seq)).toEqual(range(1, 4_000));
  for (const mn of devices) {
    const own = entries.filter((entry) => entry.mn === mn).map((entry) => Number(Buffer.from(entry.payload)));
    expect(own).toEqual(range(1, 2_000));
  }
});

test("a process whose disk refuses to sync acknowledges nothing from then on and ends with code 1", async (context) => {
  if (!installed("fiu-run")) return context.skip("needs fiu-run (package fiu-utils)");
  const directory = temporaryDirectory();
  await openJournalWriter({ directory, log: NO_LOG }).close();
  const fault = "enable_random name=posix/io/sync/fsync,probability=0.01";
  // Without V8's own threads: libfiu's lock and the loader's deadlock when one of them allocates while a module is
  // loaded.
  const node = [process.execPath, "--v8-pool-size=0", program.file];
  const child = spawn("fiu-run", ["-x", "-c", fault, ...node, directory, "SIM4101020001", "100000"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines = await linesOf(child);

  expect(await exitCode(child)).toBe(1);
  const acknowledged = Number(lines.at(-1)?.replace("failed ", ""));
  const durable = (await readAll(openJournalReader({ directory }), 0, 1_000)).map((entry) => Number(Buffer.from(entry.payload)));
  expect(lines.at(-1)).toMatch(/^failed \d+$/);
  expect(durable.slice(0, acknowledged)).toEqual(range(1, acknowledged));
});

test("a clean end leaves no mark, a killed writer does, and a damaged file is refused then", async () => {
  const directory = temporaryDirectory();
  const { live, uncleanMark } = journalPaths(directory);
  const first = openJournalWriter({ directory, log: NO_LOG });
  const second = openJournalWriter({ directory, log: NO_LOG });
  await first.close();
  expect(existsSync(uncleanMark)).toBe(true);
  await second.close();
  expect(existsSync(uncleanMark)).toBe(false);

  await appendUntilKilled(directory, "SIM4101020001", 500);
  expect(existsSync(uncleanMark)).toBe(true);
  const checked: string[] = [];
  await openJournalWriter({ directory, log: { ...NO_LOG, warn: (_, message) => checked.push(message) } }).close();
  expect(checked).toEqual(["journal was not closed cleanly, checking it"]);

  await appendUntilKilled(directory, "SIM4101020001", 500);
  emptyLog(live);
  overwrite(live, 3 * 4_096);
  expect(() => openJournalWriter({ directory, log: NO_LOG })).toThrow(JournalFailedError);
});

/**
 * Lets the program append until it has acknowledged `killAt` frames, kills it at once, and answers its last
 * acknowledged number.
 */
async function appendUntilKilled(directory: string, mn: string, killAt: number): Promise<number> {
  const child = start([program.file, directory, mn, "1000000"]);
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= killAt) child.kill("SIGKILL");
  }
  return acknowledged;
}

function start(args: readonly string[]) {
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

async function linesOf(child: ChildProcessByStdio<null, Readable, null>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return lines;
}

async function exitCode(child: ReturnType<typeof start>): Promise<number | null> {
  child.stdout.resume();
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  return child.exitCode;
}

function installed(command: string): boolean {
  try {
    execFileSync("which", [command], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "outfall-journal-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

function emptyLog(file: string): void {
  const connection = openLibsql(file);
  connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").rows([]);
  connection.close();
}

function overwrite(file: string, position: number): void {
  const fd = openSync(file, "r+");
  writeSync(fd, Buffer.alloc(2_000, 0xa5), 0, 2_000, position);
  closeSync(fd);
}
