import { expect, test } from "vitest";
import { MemorySubjects } from "../storage/memory/memory-subjects.ts";
import { subjectsContract } from "../tests/contract/subjects.ts";
import { aNote, NOTES, type Note, OTHER_NOTES } from "../tests/support/notes.ts";
import { SubjectsOverlay } from "./subjects-overlay.ts";

subjectsContract(
  "an overlay over committed rows",
  async (batches) => {
    const stored = new MemorySubjects();
    for (const batch of batches.slice(0, -1)) stored.save(batch);
    const overlay = new SubjectsOverlay(stored);
    for (const { collection, row } of batches.at(-1) ?? []) overlay.put(collection, row);
    return overlay;
  },
  100,
);

test("what was written is handed over once, each row in its last state", () => {
  const overlay = new SubjectsOverlay(new MemorySubjects());
  overlay.put(NOTES, aNote("a"));
  overlay.put(OTHER_NOTES, aNote("a"));
  overlay.put(NOTES, aNote("a", { kind: "air" }));

  expect(overlay.size()).toBe(2);
  expect(overlay.take()).toEqual([
    { collection: NOTES, row: aNote("a", { kind: "air" }) },
    { collection: OTHER_NOTES, row: aNote("a") },
  ]);
  expect(overlay.size()).toBe(0);
  expect(overlay.take()).toEqual([]);
});

test("a page of which every stored row was written over is filled from the rows behind it", async () => {
  const stored = new MemorySubjects();
  const rows = Array.from({ length: 20 }, (_, i) => aNote(`n${String(i).padStart(2, "0")}`));
  stored.save(rows.map((row) => ({ collection: NOTES, row })));
  const overlay = new SubjectsOverlay(stored);
  for (const row of rows.slice(0, 12)) overlay.put<Note>(NOTES, { ...row, kind: "air" });

  const page = await overlay.list(NOTES, { where: [{ field: "kind", in: ["water"] }], order: "oldest", limit: 3 });

  expect(page.items.map((note) => note.id)).toEqual(["n12", "n13", "n14"]);
  expect(page.next).not.toBeNull();
});

test("of rows that are asked for together those are unknown that were neither read nor written", async () => {
  const overlay = new SubjectsOverlay(new MemorySubjects());
  overlay.put(NOTES, aNote("written"));
  await overlay.get(NOTES, "read");

  expect(overlay.unknown([{ collection: NOTES, ids: ["written", "read"] }])).toEqual([]);
  expect(overlay.unknown([{ collection: NOTES, ids: ["written", "new", "new"] }])).toEqual([{ collection: NOTES, ids: ["new"] }]);
});

test("whoever wants to know is told of each row that is written", () => {
  const told: string[] = [];
  const overlay = new SubjectsOverlay(new MemorySubjects(), ({ collection, row }) => told.push(`${collection.name} ${row.id}`));

  overlay.put(NOTES, aNote("a"));

  expect(told).toEqual([`${NOTES.name} a`]);
});
