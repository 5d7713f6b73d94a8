import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "libsql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR, plus } from "../../core/time.ts";
import { anAuditLine } from "../../tests/contract/identity.ts";
import { bundleProgram } from "../../tests/support/bundle-program.ts";
import { T0 } from "../../tests/support/records-facts.ts";
import { type OpenedRecords, openSqliteRecords } from "./open-records.ts";

let program: Awaited<ReturnType<typeof bundleProgram>>;
let directory: string;
beforeAll(async () => {
  program = await bundleProgram(join(import.meta.dirname, "../../tests/support/commit-program.ts"));
  directory = await mkdtemp(join(tmpdir(), "outfall-records-"));
});
afterAll(async () => {
  await rm(program.directory, { recursive: true });
  await rm(directory, { recursive: true });
});

/** Runs the program, kills it (SIGKILL) when it has promised batch `upTo`, and answers the last batch it promised. */
async function commitUntilKilled(file: string, upTo: number): Promise<number> {
  const child = spawn(process.execPath, [program.file, file], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let promised = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    promised = Number(line);
    if (promised === upTo) child.kill("SIGKILL");
  }
  await exited;
  return promised;
}

async function appendAuditUntil(done: Promise<unknown>, { identity }: OpenedRecords): Promise<void> {
  let isDone = false;
  void done.finally(() => {
    isDone = true;
  });
  for (let lines = 0; !isDone; lines++) {
    await identity.appendAudit(anAuditLine(`line-${lines}`));
    // SQLite answers without a turn of the event loop; without one, what the program writes is never read.
    await nextTurn();
  }
}

test("a process that is killed while it commits leaves whole batches and everything it promised, and an unforked audit", async () => {
  const file = join(directory, "killed.sqlite");
  const here = await openSqliteRecords({ file, mode: "view", collections: [] });
  let promised = 0;

  // Three times, while this process writes beside it.
  for (const upTo of [40, 80, 120]) {
    const there = commitUntilKilled(file, upTo);
    await appendAuditUntil(there, here);
    promised = await there;
  }
  const cursor = await here.records.cursor();

  expect(promised).toBeGreaterThanOrEqual(120);
  expect(cursor).toBeGreaterThanOrEqual(promised);
  expect(await here.records.lastEventId()).toBe(cursor);
  expect(await here.records.counter("batches")).toBe(cursor);
  expect(
    await here.records.periods({
      outlet: "e1-DA001",
      pollutant: "a21026",
      basis: "hour",
      from: T0,
      to: plus(T0, (cursor + 2) * HOUR),
    }),
  ).toHaveLength(cursor);
  expect(await here.identity.verifyAudit()).toBeUndefined();
  await here.close();
  const raw = new Database(file);
  expect(raw.pragma("integrity_check")).toEqual([{ integrity_check: "ok" }]);
  raw.close();
});
