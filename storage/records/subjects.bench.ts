import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bench } from "vitest";
import { instant } from "../../core/time.ts";
import { aNote, NOTES, noteWrite } from "../../tests/support/notes.ts";
import { aBatch } from "../../tests/support/records-facts.ts";
import { openSqliteRecords } from "./open-records.ts";

// The worst list: the rows it asks for are so rare that the whole index of the order is read. 20,000 rows.
const BATCHES = 10;
const ROWS_PER_BATCH = 2_000;

const directory = await mkdtemp(join(tmpdir(), "outfall-subjects-"));
const { records, close } = await openSqliteRecords({
  file: join(directory, "subjects.sqlite"),
  mode: "writer",
  collections: [NOTES],
});
for (let batch = 0; batch < BATCHES; batch++) {
  const rows = Array.from({ length: ROWS_PER_BATCH }, (_, i) => {
    const n = batch * ROWS_PER_BATCH + i;
    return aNote(`n${n}`, { amount: n % 100, changedAt: instant(n), text: "演示".repeat(300), outlets: [`o${n % 500}`] });
  });
  await records.commit(aBatch(batch + 1, { subjects: rows.map(noteWrite) }));
}

bench(
  `a page of rare rows among ${BATCHES * ROWS_PER_BATCH}`,
  async () => {
    await records.subjects.list(NOTES, { where: [{ field: "isUrgent", in: [true] }], order: "newest", limit: 50 });
  },
  {
    time: 1000,
    teardown: async (_task, mode) => {
      if (mode !== "run") return;
      await close();
      await rm(directory, { recursive: true });
    },
  },
);
