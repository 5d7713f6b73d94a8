import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { COLLECTIONS } from "../../cases/all-subjects.ts";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { testMarkedPart } from "../../tests/contract/marked-part.ts";
import { aUser } from "../../tests/support/records-facts.ts";
import { openIntakeStore } from "../intake/intake-store.ts";
import { openJournalCursors } from "../journal/cursors.ts";
import { openJournalWriter } from "../journal/sqlite-writer.ts";
import { openSqliteRecords } from "../records/open-records.ts";
import { createSqliteSeries } from "../series/sqlite-series.ts";
import { intakePart, journalPart, recordsPart } from "./parts-on-disk.ts";
import { acceptKey, sqlitePart } from "./sqlite-part.ts";

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});
function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "outfall-parts-"));
  directories.push(directory);
  return directory;
}

for (const [name, part] of [
  ["journal", journalPart],
  ["records in SQLite", recordsPart],
  ["working store", intakePart],
] as const) {
  testMarkedPart(name, async () => {
    const directory = newDirectory();
    return { open: () => part(directory), isThereAtFirst: false };
  });
}
testMarkedPart("series in SQLite", async () => {
  const file = join(newDirectory(), "series.sqlite");
  return { open: () => sqlitePart({ name: "series", file, read: () => ({ place: 0 }) }), isThereAtFirst: false };
});

const MARK = { installation: "a", keyProof: "p" };

test("a journal says how far it goes, and how far its readers have come", async () => {
  const dataDir = newDirectory();
  const directory = join(dataDir, "journal");
  const journal = openJournalWriter({ directory, log: NO_LOG });
  const tick = { kind: "tick", transport: "system", mn: "", topic: "", payload: new Uint8Array(0), at: instant(1) } as const;
  await Promise.all([journal.append(tick), journal.append(tick)]);
  await journal.close();
  const cursors = openJournalCursors({ directory });
  await cursors.save("judge", 5);
  cursors.close();

  expect(await journalPart(dataDir).look()).toEqual({ marks: [], place: 2, readers: { judge: 5 } });
});

test("a store that was marked before it was made is made beside its mark", async () => {
  const directory = newDirectory();
  for (const part of [recordsPart(directory), intakePart(directory), journalPart(directory)]) await part.mark(MARK);
  const series = join(directory, "series.sqlite");
  await sqlitePart({ name: "series", file: series, read: () => ({ place: 0 }) }).mark(MARK);

  const records = await openSqliteRecords({ file: join(directory, "records.sqlite"), mode: "writer", collections: COLLECTIONS });
  const intake = openIntakeStore({ directory });
  await intake.apply([], 7);
  await openJournalWriter({ directory: join(directory, "journal"), log: NO_LOG }).close();
  await createSqliteSeries({ file: series }).close();
  await Promise.all([records.close(), intake.close()]);

  expect(await recordsPart(directory).look()).toEqual({ marks: [MARK], hasDemoAccounts: false, place: 0, registrySeq: 0 });
  expect(await intakePart(directory).look()).toEqual({ marks: [MARK], place: 7 });
  expect(await journalPart(directory).look()).toMatchObject({ marks: [MARK], place: 0 });
});

test("a key can be accepted in place of another", async () => {
  const directory = newDirectory();
  await intakePart(directory).mark(MARK);

  acceptKey(join(directory, "intake.sqlite"), { ...MARK, keyProof: "q" });

  expect((await intakePart(directory).look())?.marks).toEqual([{ installation: "a", keyProof: "q" }]);
});

test("records say whether the demo has made its accounts there", async () => {
  const directory = newDirectory();
  const records = await openSqliteRecords({ file: join(directory, "records.sqlite"), mode: "writer", collections: COLLECTIONS });
  await records.identity.saveUser(aUser("a-demo-of-something"));
  expect((await recordsPart(directory).look())?.hasDemoAccounts).toBe(false);

  await records.identity.saveUser(aUser("demo-admin"));

  expect((await recordsPart(directory).look())?.hasDemoAccounts).toBe(true);
  await records.close();
});
