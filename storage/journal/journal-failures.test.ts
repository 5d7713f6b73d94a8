import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { JournalDoubtError, JournalFailedError } from "../../core/failures.ts";
import type { JournalHealth, JournalWriter } from "../../core/journal/journal.ts";
import { NO_LOG } from "../../core/log.ts";
import { appendFrames, frame, range, readAll } from "../../tests/contract/journal.ts";
import { type Connection, openLibsql } from "./connection.ts";
import { openJournalReader } from "./sqlite-reader.ts";
import { openJournalWriter } from "./sqlite-writer.ts";

// Behaviour
test("after a failed sync no append is acknowledged any more", async () => {
  const directory = temporaryDirectory();
  const disk = faultyDisk();
  const writer = openJournalWriter({ directory, log: NO_LOG, open: disk.open });
  const changes = healthChanges(writer);
  await appendFrames(writer, 1, 5);

  disk.failNext("COMMIT", "SQLITE_IOERR_FSYNC");
  const waiting = await Promise.allSettled([writer.append(frame(6)), writer.append(frame(7))]);
  const later = await Promise.allSettled([writer.append(frame(8))]);
  await writer.close();

  expect([...waiting, ...later].map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  await expect(writer.append(frame(9))).rejects.toThrow(JournalFailedError);
  expect(changes).toEqual(["failed"]);
  expect(disk.commits()).toBe(2);
  expect((await readAll(openJournalReader({ directory }))).map((entry) => entry.seq)).toEqual(range(1, 5));
});

test("a failed checkpoint ends the journal, too", async () => {
  const disk = faultyDisk();
  const writer = openJournalWriter({ directory: temporaryDirectory(), log: NO_LOG, open: disk.open });
  const failed = new Promise((resolve) => writer.onHealth(resolve));
  const large = Buffer.alloc(3 * 1024 * 1024);

  disk.failNext("PRAGMA wal_checkpoint(PASSIVE)", "SQLITE_IOERR_FSYNC");
  await Promise.allSettled(range(1, 4).map((number) => writer.append(frame(number, { payload: large }))));

  expect(await failed).toBe("failed");
  await expect(writer.append(frame(5))).rejects.toThrow(JournalFailedError);
  await writer.close();
});

test("closing right after a large commit is clean, although a checkpoint was due", async () => {
  const writer = openJournalWriter({ directory: temporaryDirectory(), log: NO_LOG });
  const changes = healthChanges(writer);
  const large = Buffer.alloc(3 * 1024 * 1024);

  await Promise.all(range(1, 4).map((number) => writer.append(frame(number, { payload: large }))));
  await writer.close();
  await writer.close();
  await new Promise((resolve) => setImmediate(resolve));

  expect(changes).toEqual([]);
});

// Behaviour
test("appends wait without an answer while the disk is full and are written once when there is space again", async () => {
  const directory = temporaryDirectory();
  const disk = faultyDisk();
  const writer = openJournalWriter({ directory, log: NO_LOG, open: disk.open });
  const changes = healthChanges(writer);

  disk.failNext("COMMIT", "SQLITE_FULL", 2);
  const numbers = await appendFrames(writer, 1, 120);
  await writer.close();

  expect(numbers).toEqual(range(1, 120));
  expect(changes).toEqual(["full", "ok"]);
  expect((await readAll(openJournalReader({ directory }))).map((entry) => entry.at)).toEqual(
    range(1, 120).map((number) => number * 1_000),
  );
});

test("an entry that is taken back while the disk is full is not written when there is space again", async () => {
  const directory = temporaryDirectory();
  const disk = faultyDisk();
  const writer = openJournalWriter({ directory, log: NO_LOG, open: disk.open });
  const full = new Promise((resolve) => writer.onHealth(resolve));
  disk.failNext("COMMIT", "SQLITE_FULL", 2);
  const [taken, kept] = [frame(1), frame(2)];
  const refused = expect(writer.append(taken)).rejects.toThrow(JournalFailedError);
  const number = writer.append(kept);
  await full;

  const isTakenBack = [writer.withdraw(taken), writer.withdraw(taken)];
  await refused;
  expect(await number).toBe(1);
  const isTooLate = writer.withdraw(kept);
  await writer.close();

  expect([isTakenBack, isTooLate]).toEqual([[true, false], false]);
  expect(writer.pendingBytes()).toBe(0);
  expect((await readAll(openJournalReader({ directory }))).map((entry) => entry.at)).toEqual([kept.at]);
});

test("what was being written when the journal failed is in doubt, and what stood behind it is surely not taken", async () => {
  const disk = faultyDisk();
  const writer = openJournalWriter({ directory: temporaryDirectory(), log: NO_LOG, open: disk.open });
  disk.failNext("COMMIT", "SQLITE_IOERR_FSYNC");
  const wholeGroup = frame(1, { payload: Buffer.alloc(4 * 1024 * 1024) });

  const [written, behind] = await Promise.allSettled([writer.append(wholeGroup), writer.append(frame(2))]);
  await writer.close();

  expect(written).toMatchObject({ reason: expect.any(JournalDoubtError) });
  expect(behind).toMatchObject({ reason: expect.any(JournalFailedError) });
  expect(behind).not.toMatchObject({ reason: expect.any(JournalDoubtError) });
});

test("closing while the disk is full refuses what was never acknowledged instead of waiting for ever", async () => {
  const disk = faultyDisk();
  const writer = openJournalWriter({ directory: temporaryDirectory(), log: NO_LOG, open: disk.open });
  disk.failNext("COMMIT", "SQLITE_FULL", 1_000);
  const waiting = Promise.allSettled([writer.append(frame(1))]);

  await writer.close();

  expect((await waiting).map(({ status }) => status)).toEqual(["rejected"]);
});

test("a write lock held by somebody else is waited for", async () => {
  const disk = faultyDisk();
  const writer = openJournalWriter({ directory: temporaryDirectory(), log: NO_LOG, open: disk.open });
  const changes = healthChanges(writer);

  disk.failNext("BEGIN IMMEDIATE", "SQLITE_BUSY", 2);

  expect(await writer.append(frame(1))).toBe(1);
  expect(changes).toEqual([]);
  await writer.close();
});

test("on a file system that is really full appends wait, and go on when space returns", async (context) => {
  const mount = mountSmallDisk();
  if (mount === undefined) return context.skip("needs the right to mount a tmpfs");
  const ballast = join(mount, "ballast");
  writeFileSync(ballast, Buffer.alloc(3 * 1024 * 1024));
  const directory = join(mount, "journal");
  const writer = openJournalWriter({ directory, log: NO_LOG });
  const reader = openJournalReader({ directory });
  const changes = healthChanges(writer);
  const full = new Promise((resolve) => writer.onHealth(resolve));
  const acknowledged: number[] = [];
  const all = appendInGroups(writer, acknowledged);

  expect(await full).toBe("full");
  const durable = (await readAll(reader, 0, 1_000)).map((entry) => entry.seq);
  const acknowledgedWhenFull = [...acknowledged];
  rmSync(ballast);
  await all;
  await writer.close();

  expect(durable.length).toBeGreaterThan(0);
  expect(durable.length).toBeLessThan(1_500);
  expect(acknowledgedWhenFull).toEqual(durable);
  expect(changes).toEqual(["full", "ok"]);
  expect((await readAll(reader, 0, 1_000)).map((entry) => entry.at)).toEqual(range(1, 1_500).map((number) => number * 1_000));
  expect(acknowledged).toEqual(range(1, 1_500));
});

/** Appends 1,500 frames of 1,000 bytes, fifty at a time, and notes each number when it is acknowledged. */
async function appendInGroups(writer: JournalWriter, acknowledged: number[]): Promise<void> {
  const payload = Buffer.alloc(1_000, "#");
  for (let first = 1; first <= 1_500; first += 50) {
    const group = range(first, first + 49).map((number) => writer.append(frame(number, { payload })));
    acknowledged.push(...(await Promise.all(group)));
  }
}

function healthChanges(writer: JournalWriter): JournalHealth[] {
  const changes: JournalHealth[] = [];
  writer.onHealth((health) => changes.push(health));
  return changes;
}

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "outfall-journal-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** A tmpfs of 4 MB, or `undefined` where this user may not mount one. */
function mountSmallDisk(): string | undefined {
  const mount = mkdtempSync(join(tmpdir(), "outfall-small-disk-"));
  mkdirSync(mount, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "outfall-test", mount], { stdio: "ignore" });
  } catch {
    rmSync(mount, { recursive: true });
    return undefined;
  }
  onTestFinished(() => {
    execFileSync("umount", ["-l", mount]);
    rmSync(mount, { recursive: true });
  });
  return mount;
}

/**
 * A real database whose next `times` executions of a statement fail with a SQLite code, as if the disk had refused
 * them.
 */
function faultyDisk() {
  let fault: { sql: string; code: string; times: number } | undefined;
  let commits = 0;
  const strike = (sql: string) => {
    if (sql === "COMMIT") commits++;
    if (fault === undefined || fault.sql !== sql || fault.times === 0) return;
    fault.times--;
    throw Object.assign(new Error("injected"), { code: fault.code });
  };
  return {
    commits: () => commits,
    failNext: (sql: string, code: string, times = 1) => {
      fault = { sql, code, times };
    },
    open: (file: string): Connection => {
      const connection = openLibsql(file);
      return {
        ...connection,
        exec: (sql) => {
          strike(sql);
          connection.exec(sql);
        },
        prepare: (sql) => {
          strike(sql);
          return connection.prepare(sql);
        },
      };
    },
  };
}
