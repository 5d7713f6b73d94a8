import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, afterEach, expect, test } from "vitest";
import type { Collection } from "../../core/casework/collection.ts";
import { subjectsContract } from "../../tests/contract/subjects.ts";
import { rebuildContract } from "../../tests/contract/subjects-rebuild.ts";
import { aNote, NOTES, type Note, noteWrite, OTHER_NOTES } from "../../tests/support/notes.ts";
import { aBatch } from "../../tests/support/records-facts.ts";
import { type OpenedRecords, openSqliteRecords } from "./open-records.ts";

const directory = await mkdtemp(join(tmpdir(), "outfall-subjects-"));
const opened: { close(): unknown }[] = [];
let files = 0;

afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});
afterAll(() => rm(directory, { recursive: true }));

function newFile(): string {
  files += 1;
  return join(directory, `subjects-${files}.sqlite`);
}

async function open(file: string, collections: readonly Collection[] = [NOTES, OTHER_NOTES]): Promise<OpenedRecords> {
  const records = await openSqliteRecords({ file, mode: "writer", collections });
  opened.push(records);
  return records;
}

subjectsContract(
  "SQLite",
  async (batches) => {
    const { records } = await open(newFile());
    for (const [i, subjects] of batches.entries()) await records.commit(aBatch(i + 1, { subjects }));
    return records.subjects;
  },
  8,
);

rebuildContract("SQLite", async () => {
  const file = newFile();
  return async (options) => {
    const records = await openSqliteRecords({ file, mode: "writer", ...options });
    opened.push(records);
    return records;
  };
});

test("rows are written in the transaction of the batch: a batch that fails leaves none of them", async () => {
  const { records } = await open(newFile());
  const wrong = aNote("b", { amount: Number.NaN });

  await expect(records.commit(aBatch(1, { subjects: [noteWrite(aNote("a")), noteWrite(wrong)] }))).rejects.toThrow(RangeError);

  expect(await records.subjects.get(NOTES, "a")).toBeUndefined();
  expect(await records.cursor()).toBe(0);
});

test("a thousand rows of one batch are written with all their texts", async () => {
  const file = newFile();
  const { records } = await open(file);
  const rows = Array.from({ length: 1_000 }, (_, i) => aNote(`n${i}`, { outlets: ["x", "y"] }));

  await records.commit(aBatch(1, { subjects: rows.map(noteWrite) }));

  expect(await records.subjects.count(NOTES, [{ field: "outlets", in: ["y"] }])).toBe(1_000);
});

test("a table has a column in snake case for each field, for those who read it by SQL", async () => {
  const file = newFile();
  const { records } = await open(file);
  await records.commit(aBatch(1, { subjects: [noteWrite(aNote("a", { isUrgent: true }))] }));
  const raw = new Database(file);
  opened.push({ close: () => raw.close() });

  expect(raw.prepare("select id, kind, amount, changed_at, is_urgent, document_version from test_notes").all()).toEqual([
    { id: "a", kind: "water", amount: 1, changed_at: 1_000, is_urgent: 1, document_version: 1 },
  ]);
});

test.each<[string, Partial<Collection<Note>>]>([
  ["a name that is no table", { name: "notes; drop table users" }],
  ["a field that would hide the document", { fields: { document: { type: "text", of: (note) => note.kind } } }],
  ["a field whose name is no column", { fields: { "a b": { type: "text", of: (note) => note.kind } } }],
])("%s is refused when the store is opened", async (_what, over) => {
  const wrong: Collection<Note> = { ...NOTES, orders: {}, ...over };

  await expect(open(newFile(), [wrong])).rejects.toThrow(RangeError);
});
