import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { COLLECTIONS } from "../../cases/all-subjects.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { openSqliteRecords } from "../../storage/records/open-records.ts";
import { everythingOf } from "../support/everything-of.ts";
import { Reading } from "../support/journal-reading.ts";
import { BUSY_MS, runs, seed } from "../support/runs.ts";
import { type Happening, story, told } from "../support/story.ts";

/** A seed whose stories lead to every state that is looked for below. */
const SEED = 20_261_125;

/** How a reader gets through the journal: so many entries at a time, and what happens after them. */
const pace = fc.array(
  fc.record({
    entries: fc.integer({ min: 1, max: 12 }),
    after: fc.constantFrom("commit", "commit", "kill", "commit-and-kill"),
  }),
  { minLength: 1, maxLength: 12 },
);

type Pace = typeof pace extends fc.Arbitrary<infer T> ? T : never;

/** What the records hold once the journal was judged at that pace, and whatever is left of it in large batches. */
async function judgedAt(entries: readonly JournalEntry[], rhythm: Pace, records: RecordsStore = new MemoryRecords()) {
  const reading = new Reading(entries, records);
  for (const { entries: count, after } of rhythm) {
    await reading.judge(count);
    if (after !== "kill") await reading.commit();
    if (after !== "commit") await reading.restart();
  }
  while (await reading.judge(500)) await reading.commit();
  return everythingOf(records, entries.length);
}

/** Each entry is judged by a process of its own. */
function killedAfterEach(entries: readonly JournalEntry[]): Pace {
  return entries.map(() => ({ entries: 1, after: "commit-and-kill" }));
}

test(
  "the same journal gives the same findings, cases, timelines and deadlines, wherever batches end and whenever the process is killed",
  async () => {
    const states = new Set<string>();
    await fc.assert(
      fc.asyncProperty(story, pace, async (happenings, rhythm) => {
        const { entries, records } = await told(happenings);
        const atOnce = await judgedAt(entries, []);

        expect(await everythingOf(records, entries.length)).toEqual(atOnce);
        expect(await judgedAt(entries, rhythm)).toEqual(atOnce);
        expect(await judgedAt(entries, killedAfterEach(entries))).toEqual(atOnce);
        for (const { to } of atOnce.timelines.flat()) states.add(to);
      }),
      { numRuns: runs(200), seed: seed(SEED) },
    );
    // Stories that lead nowhere would prove nothing.
    for (const state of ["signal", "dismissed", "reported", "handling", "rejected"]) expect(states).toContain(state);
  },
  BUSY_MS,
);

test("SQLite and memory hold the same after the same journal, whatever the batches", async () => {
  const folder = mkdtempSync(join(tmpdir(), "outfall-replay-"));
  let run = 0;
  await fc.assert(
    fc.asyncProperty(story, pace, async (happenings, rhythm) => {
      const { entries, records } = await told(happenings);
      run += 1;
      const sqlite = await openSqliteRecords({ file: join(folder, `${run}.sqlite`), mode: "writer", collections: COLLECTIONS });

      expect(await judgedAt(entries, rhythm, sqlite.records)).toEqual(await everythingOf(records, entries.length));
      await sqlite.close();
    }),
    { numRuns: runs(25), seed: seed(SEED) },
  );
  rmSync(folder, { recursive: true });
});

test("declarations of the same millisecond are considered in one order, committed or not", async () => {
  const declare: Happening = { minutesLater: 0, what: { kind: "declare", hour: 0, hours: 1 } };
  const tick: Happening = { minutesLater: 0, what: { kind: "tick" } };
  const emission: Happening = {
    minutesLater: 0,
    what: { kind: "hour", hour: 0, values: [{ factor: "a34001", value: 1.2, flag: "N" }] },
  };
  // The declarations become entries 9 and 10: as texts, their ids stand the other way round.
  const { entries, records } = await told([...Array<Happening>(7).fill(tick), declare, declare, emission]);

  const atOnce = await judgedAt(entries, []);

  expect(atOnce.findings[0]?.declarationsConsidered).toHaveLength(2);
  expect(await everythingOf(records, entries.length)).toEqual(atOnce);
});
