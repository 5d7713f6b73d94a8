import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, afterEach, expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { type Finding, findingId } from "../../core/judging/finding.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { HOUR, plus } from "../../core/time.ts";
import { earlierRecordsContract } from "../../tests/contract/earlier-records.ts";
import { anAuditLine, identityContract } from "../../tests/contract/identity.ts";
import { liftedRecordsContract } from "../../tests/contract/lifted-records.ts";
import { recordsContract } from "../../tests/contract/records.ts";
import {
  aBatch,
  aFinding,
  anEvent,
  anHour,
  aSession,
  aTimelineLine,
  aUser,
  aVerdict,
  T0,
} from "../../tests/support/records-facts.ts";
import { NewerSchemaError } from "./migrations.ts";
import { type OpenedRecords, openSqliteRecords, type RecordsMode } from "./open-records.ts";
import { openSqliteFile } from "./sqlite-database.ts";

const directory = await mkdtemp(join(tmpdir(), "outfall-records-"));
const opened: { close(): unknown }[] = [];
let files = 0;

afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});
afterAll(() => rm(directory, { recursive: true }));

function newFile(): string {
  files += 1;
  return join(directory, `records-${files}.sqlite`);
}

async function open(file: string, mode: RecordsMode = "writer"): Promise<OpenedRecords> {
  const records = await openSqliteRecords({ file, mode, collections: [] });
  opened.push(records);
  return records;
}

function openRaw(file: string): Database.Database {
  const raw = new Database(file);
  opened.push({ close: () => raw.close() });
  return raw;
}

recordsContract("SQLite", async () => (await open(newFile())).records);
identityContract("SQLite", async () => (await open(newFile())).identity);
earlierRecordsContract("SQLite", async () => {
  const file = newFile();
  return { open: () => open(file), run: async (statements) => void openRaw(file).exec(statements.join(";\n")) };
});
liftedRecordsContract("SQLite", async () => {
  const file = newFile();
  return async (upcasters) => {
    const records = await openSqliteRecords({ file, mode: "writer", collections: [], upcasters });
    opened.push(records);
    return records;
  };
});

test("what was committed is there after the file is opened again", async () => {
  const file = newFile();
  const before = await open(file);
  await before.records.commit(aBatch(5, { findings: [aFinding("f1")], events: [anEvent("f1")] }));
  await before.identity.appendAudit(anAuditLine("a"));
  await before.close();

  const after = await open(file);
  await after.identity.appendAudit(anAuditLine("b"));
  await after.records.commit(aBatch(6, { events: [anEvent("f2")] }));

  expect(await after.records.finding("f1")).toEqual(aFinding("f1"));
  expect(await after.records.lastEventId()).toBe(2);
  expect(await after.identity.verifyAudit()).toBeUndefined();
});

test.each([
  // 2 is FULL: the write-ahead log is synced before a commit returns. 1 is NORMAL: it is synced before it is brought
  // into the file.
  ["full", 2],
  ["normal", 1],
] as const)("a connection whose commits are synced %s has a write-ahead log and that setting", (sync, setting) => {
  const raw = openSqliteFile(newFile(), sync);
  opened.push({ close: () => raw.close() });

  expect(raw.pragma("journal_mode")).toEqual([{ journal_mode: "wal" }]);
  expect(raw.pragma("synchronous")).toEqual([{ synchronous: setting }]);
});

test("a view reads what the writer commits, writes identities, and commits nothing", async () => {
  const file = newFile();
  const writer = await open(file);
  const view = await open(file, "view");
  await writer.records.commit(aBatch(1, { timeline: [aTimelineLine("c1", 0)] }));

  await view.identity.saveUser(aUser("u1"));

  expect(await view.records.timeline("c1")).toEqual([aTimelineLine("c1", 0)]);
  expect(await writer.identity.user("u1")).toEqual(aUser("u1"));
  await expect(view.records.commit(aBatch(2))).rejects.toThrow("reading only");
});

test("two connections of one thread that write at the same time wait for each other without blocking it", async () => {
  const file = newFile();
  const [judge, api] = [await open(file), await open(file, "view")];
  const numbers = Array.from({ length: 20 }, (_, i) => i + 1);

  await Promise.all([
    ...numbers.map((n) => judge.records.commit(aBatch(n, { events: [anEvent(`c${n}`)] }))),
    ...numbers.map((n) => api.identity.saveSession(aSession(`s${n}`))),
    ...numbers.flatMap((n) => [judge, api].map((side) => side.identity.appendAudit(anAuditLine(`a${n}`)))),
  ]);

  expect(await api.records.cursor()).toBe(20);
  expect(await judge.identity.session("s20")).toBeDefined();
  expect(await judge.identity.audit(100)).toHaveLength(40);
  expect(await judge.identity.verifyAudit()).toBeUndefined();
});

test("a connection that had to wait for the lock reads what is new afterwards", async () => {
  const file = newFile();
  const [judge, api] = [await open(file), await open(file, "view")];
  const raw = openRaw(file);
  raw.exec("begin immediate");
  const waiting = api.identity.saveSession(aSession("s1"));
  const read = await api.records.cursor();
  raw.exec("commit");
  await waiting;

  await judge.records.commit(aBatch(3));

  expect(read).toBe(0);
  expect(await api.records.cursor()).toBe(3);
});

test("a changed audit line is detected", async () => {
  const file = newFile();
  const { identity } = await open(file);
  for (const subject of ["a", "b", "c"]) await identity.appendAudit(anAuditLine(subject));

  openRaw(file).exec(`update audit set document = replace(document, '"subject":"b"', '"subject":"x"') where id = 2`);

  expect(await identity.verifyAudit()).toMatchObject({ id: 2, subject: "x" });
});

test("an audit line whose hash was made to fit is detected at the next line", async () => {
  const file = newFile();
  const { identity } = await open(file);
  for (const subject of ["a", "b", "c"]) await identity.appendAudit(anAuditLine(subject));

  openRaw(file).exec("update audit set hash = (select hash from audit where id = 3) where id = 1");

  expect(await identity.verifyAudit()).toMatchObject({ id: 1 });
});

test("a removed audit line is detected at the line after it", async () => {
  const file = newFile();
  const { identity } = await open(file);
  for (const subject of ["a", "b", "c"]) await identity.appendAudit(anAuditLine(subject));

  openRaw(file).exec("delete from audit where id = 2");

  expect(await identity.verifyAudit()).toMatchObject({ id: 3, subject: "c" });
});

test("an audit whose end was removed names the first missing line, down to the very first", async () => {
  const file = newFile();
  const { identity } = await open(file);
  for (const subject of ["a", "b", "c"]) await identity.appendAudit(anAuditLine(subject));
  const raw = openRaw(file);

  raw.exec("delete from audit where id = 3");
  const withoutEnd = await identity.verifyAudit();
  raw.exec("delete from audit");

  expect(withoutEnd).toMatchObject({ id: 3, action: "missing" });
  expect(await identity.verifyAudit()).toMatchObject({ id: 1, action: "missing" });
});

test("a database of a newer edition is refused and stays as it is", async () => {
  const file = newFile();
  await (await open(file)).close();
  const raw = openRaw(file);
  raw.exec("insert into schema_version (version) values (1000)");

  await expect(openSqliteRecords({ file, mode: "writer", collections: [] })).rejects.toThrow(NewerSchemaError);

  expect(raw.prepare("select max(version) as v from schema_version").all()).toEqual([{ v: 1000 }]);
});

test("a file that cannot be opened is an unavailable store", async () => {
  const file = join(directory, "no-such-directory", "records.sqlite");

  await expect(openSqliteRecords({ file, mode: "writer", collections: [] })).rejects.toThrow(StoreUnavailableError);
});

test.each([
  ["a text with a NUL", aFinding("a\u0000b")],
  ["a value that is no number", aFinding("f1", { period: { start: Number.NaN as typeof T0, end: T0 } })],
])("a batch with %s in a column is refused whole", async (_what, finding) => {
  const { records } = await open(newFile());

  await expect(records.commit(aBatch(1, { verdicts: [aVerdict()], findings: [finding] }))).rejects.toThrow(TypeError);

  expect(await records.cursor()).toBe(0);
  expect(
    await records.verdicts({ outlet: "e1-DA001", pollutant: "a21026", basis: "hour", from: T0, to: (T0 + 1) as typeof T0 }),
  ).toEqual([]);
});

/** What an hour of 60 outlets leaves, all of them over; at noon the findings of the day before are confirmed. */
async function hourOver(store: RecordsStore, hour: number): Promise<void> {
  const found = (n: number, status: Finding["status"]) =>
    Array.from({ length: 60 }, (_, i) => {
      const [outlet, start] = [`e${i}-DA001`, plus(T0, n * HOUR)];
      const id = findingId(outlet, "a21026", "EXCEED-HOUR", start);
      return aFinding(id, { outlet, period: { start, end: plus(start, HOUR) }, status, caseId: `case:${outlet}` });
    });
  if (hour > 24 && hour % 24 === 12) {
    const yesterday = Array.from({ length: 24 }, (_, i) => found(hour - 36 + i, "confirmed"));
    const byOutlet = yesterday[0]?.flatMap((_, i) => yesterday.map((findings) => findings[i] as Finding)) ?? [];
    await store.commit(aBatch(hour, { step: 1, findings: byOutlet }));
  }
  const findings = found(hour, "provisional");
  const hours = findings.map(({ outlet, period: { start } }) => ({ outlet, start }));
  const [periods, verdicts] = [hours.map((over) => anHour({ ...over, minutes: [] })), hours.map((over) => aVerdict(over))];
  await store.commit(aBatch(hour + 1, { periods, verdicts, findings }));
}

test("an hour of many outlets that exceed changes as many pages after three days as after one", async () => {
  const file = newFile();
  const { records } = await open(file);
  const raw = openRaw(file);
  const pages: number[] = [];
  for (let hour = 0; hour <= 68; hour++) {
    if (hour === 20 || hour === 68) raw.exec("pragma wal_checkpoint(truncate)");
    await hourOver(records, hour);
    if (hour === 20 || hour === 68) pages.push(statSync(`${file}-wal`).size / 4_096);
  }

  const [early, late] = pages as [number, number];
  expect(early).toBeGreaterThan(50);
  expect(late / early).toBeLessThan(1.15);
});

test("closing twice is no mistake", async () => {
  const { close, records } = await open(newFile());

  await close();
  await records.close();

  await expect(records.cursor()).rejects.toThrow("closed");
});
