import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { openSecretBox } from "../../storage/secrets/secret-box.ts";
import { aBatch, aFinding } from "../../tests/support/records-facts.ts";
import { outfall, ownDataFolder } from "../../tests/support/run-command.ts";
import { parseConfig } from "../config.ts";
import { openRecords } from "../roles/open-stores.ts";

let folder = "";
beforeEach(() => {
  folder = ownDataFolder();
});

/** A journal of one tick, and records that have come so far with these effects. */
async function replayed(upTo: number, effects: Parameters<typeof aBatch>[1] = {}) {
  const parsed = parseConfig({ OUTFALL_DATA_DIR: folder });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  openSecretBox(folder);
  const journal = openJournalWriter({ directory: join(folder, "journal"), log: NO_LOG });
  const at = Date.parse("2026-11-23T04:00:00Z") as never;
  await journal.append({ kind: "tick", at, transport: "system", mn: "", topic: "", payload: new Uint8Array(0) });
  await journal.close();
  const records = await openRecords(parsed.value, "writer");
  await records.records.commit(aBatch(upTo, effects));
  await records.close();
}

/** What a tick leaves of itself. */
const LEFT = { outcomes: [{ seq: 1, ok: true, result: { now: Date.parse("2026-11-23T04:00:00Z") } }] } as const;

test("records that the journal leads to are the same: exit code 0, in words and as JSON", async () => {
  await replayed(1, LEFT);

  const [words, json] = [await outfall("replay"), await outfall("replay", "--json")];

  expect(words.code).toBe(0);
  expect([json.code, JSON.parse(json.out)]).toEqual([0, { entries: 1, findings: [], cases: [], same: true, different: [] }]);
});

test("records that the journal does not lead to are named, with exit code 1", async () => {
  await replayed(1, { ...LEFT, findings: [aFinding("f1")] });

  const [words, json] = [await outfall("replay"), await outfall("replay", "--json")];

  expect(words).toMatchObject({ code: 1, out: expect.stringContaining("f1") });
  expect([json.code, JSON.parse(json.out)]).toMatchObject([1, { same: false, different: ["f1"] }]);
});

test("records that have come further than the journal are no match for it: exit code 1, and it says why", async () => {
  await replayed(5);

  expect(await outfall("replay")).toEqual({
    ...{ code: 1, out: "", errors: "outfall: the journal ends at 1, but the records know entry 5\n" },
  });
});
