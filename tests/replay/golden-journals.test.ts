import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import { UnknownVersionError } from "../../storage/upcasters.ts";
import { compareSaid, readGolden, recordGolden, type Said, sayingOf } from "../support/golden-journal.ts";
import { journalOf, story } from "../support/story.ts";

const ROOT = join(import.meta.dirname, "../..");
const GOLDEN = join(ROOT, "tests/golden/journals");
const BUILD = { build: "0.0.0-test", rules: ["EXCEED-HOUR", "FUG-UNREPORTED"] };

const folder = await mkdtemp(join(tmpdir(), "outfall-golden-"));
afterAll(() => rm(folder, { recursive: true }));

const recorded = readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(recorded.map(({ name }) => name))("golden journal %s", (name) => {
  test("is judged as then, but for what a decision changed", async () => {
    const golden = await readGolden(join(GOLDEN, name));

    expect(compareSaid(golden, await sayingOf(golden.entries, golden.said))).toEqual({ unexplained: [], unneeded: [] });
    for (const { decision } of golden.accepted) expect(existsSync(join(ROOT, decision))).toBe(true);
  });
});

/** The first of some random stories, always the same ones, that leads to findings and to decided commands. */
async function aJournal(): Promise<{ readonly entries: readonly JournalEntry[]; readonly said: Said }> {
  for (const happenings of fc.sample(story, { numRuns: 50, seed: 20_261_123 })) {
    const entries = await journalOf(happenings);
    const said = await sayingOf(entries, BUILD);
    const ids = [...said.lines.keys()];
    if (ids.some((id) => id.startsWith("entry:")) && ids.some((id) => !id.startsWith("entry:"))) return { entries, said };
  }
  throw new Error("no story leads to both");
}

const journal = await aJournal();

function changed(said: Said, id: string, text: string | undefined): Said {
  const lines = new Map(said.lines);
  if (text === undefined) lines.delete(id);
  else lines.set(id, text);
  return { ...said, lines };
}

test("a recording is read back as it was, and its replay says the same", async () => {
  const directory = join(folder, "same");
  await recordGolden(directory, journal.entries, journal.said);

  const golden = await readGolden(directory);

  const head = ({ payload, ...rest }: JournalEntry) => ({ ...rest, payload: Buffer.from(payload).toString("base64") });
  expect(golden.entries.map(head)).toEqual(journal.entries.map(head));
  expect(golden.said).toEqual(journal.said);
  expect(compareSaid(golden, await sayingOf(golden.entries, golden.said))).toEqual({ unexplained: [], unneeded: [] });
});

test("a recording is never written over", async () => {
  const directory = join(folder, "twice");
  await recordGolden(directory, journal.entries, journal.said);

  await expect(recordGolden(directory, [], journal.said)).rejects.toThrow("EEXIST");
});

test("another verdict, a missing finding and another outcome of a command are differences, each until a decision accepts it", () => {
  const finding = [...journal.said.lines.keys()].find((id) => !id.startsWith("entry:")) ?? "";
  const command = [...journal.said.lines.keys()].find((id) => id.startsWith("entry:")) ?? "";
  for (const [id, text] of [
    [finding, '{"status":"withdrawn"}'],
    [finding, undefined],
    [command, '{"code":"another","ok":false}'],
  ] as const) {
    const now = changed(journal.said, id, text);

    const open = compareSaid({ said: journal.said, accepted: [] }, now);
    const accepted = compareSaid({ said: journal.said, accepted: [{ id, decision: "docs/decisions/0001.md" }] }, now);

    expect(open.unexplained).toEqual([`${id}: ${journal.said.lines.get(id)} → ${text ?? "nothing"}`]);
    expect(accepted).toEqual({ unexplained: [], unneeded: [] });
  }
});

test("an accepted difference that does not occur is told, so that the list of decisions does not lie", () => {
  const accepted = [{ id: "finding:gone", decision: "docs/decisions/0001.md" }];

  expect(compareSaid({ said: journal.said, accepted }, journal.said)).toEqual({ unexplained: [], unneeded: ["finding:gone"] });
});

test("findings of a rule that came later are not compared", async () => {
  const none = await sayingOf(journal.entries, { build: "older", rules: [] });

  expect([...none.lines.keys()].filter((id) => !id.startsWith("entry:"))).toEqual([]);
});

test("a journal of a newer build is refused, not judged by guess", async () => {
  const [first, ...rest] = journal.entries;
  if (first === undefined) throw new Error("an empty journal");

  await expect(sayingOf([{ ...first, format: 9 }, ...rest], BUILD)).rejects.toThrow(UnknownVersionError);
});
