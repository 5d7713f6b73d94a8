import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { appendFrames, frame, range, readAll } from "../../tests/contract/journal.ts";
import { type JournalArchiveOptions, openJournalArchive, type SealingStep } from "./archive.ts";
import { openLibsql } from "./connection.ts";
import { journalPaths } from "./live-file.ts";
import { openJournalReader } from "./sqlite-reader.ts";
import { openJournalWriter } from "./sqlite-writer.ts";

const STEPS: readonly SealingStep[] = ["file-written", "manifest-written", "chunk-deleted"];

for (const step of STEPS) {
  test(`a crash after the step ${step} of sealing loses and doubles nothing`, async () => {
    const { directory, archive } = await journalOf(35);
    const crashing = archive({ afterStep: crashAt(step) });
    await expect(crashing.seal(30)).rejects.toThrow("crash");
    crashing.close();

    const afterCrash = await readAll(openJournalReader({ directory }));
    const next = archive({});
    await next.seal(30);

    expect(afterCrash.map((entry) => entry.at)).toEqual(range(1, 35).map((number) => number * 1_000));
    expect((await readAll(openJournalReader({ directory }))).map((entry) => entry.at)).toEqual(
      range(1, 35).map((number) => number * 1_000),
    );
    expect(liveNumbers(directory)).toEqual(range(31, 35));
    expect(await next.verify()).toBeUndefined();
    expect(readdirSync(journalPaths(directory).segments).sort()).toEqual(["1-10.seg.gz", "11-20.seg.gz", "21-30.seg.gz"]);
  });
}

test("files that a crash left beside the manifest are removed, whatever they are called", async () => {
  const { directory, archive } = await journalOf(20);
  const crashing = archive({ afterStep: crashAt("file-written") });
  await expect(crashing.seal(20)).rejects.toThrow("crash");
  crashing.close();
  writeFileSync(join(journalPaths(directory).segments, "1-20.seg.gz.tmp"), "half a file");

  await archive({ blockEntries: 20 }).seal(20);

  expect(readdirSync(journalPaths(directory).segments)).toEqual(["1-20.seg.gz"]);
});

// Behaviour
test("a flipped byte anywhere in a segment file is found", async () => {
  const { directory, archive } = await journalOf(20);
  const sealing = archive({});
  const [, second] = await sealing.seal(20);
  const file = join(journalPaths(directory).segments, second?.file ?? "");
  const original = readFileSync(file);

  for (const position of [4, 9, Math.floor(original.length / 2), original.length - 1]) {
    const changed = Buffer.from(original);
    changed[position] = (changed[position] ?? 0) ^ 1;
    writeFileSync(file, changed);
    expect((await sealing.verify())?.file).toBe("11-20.seg.gz");
  }
  writeFileSync(file, original);
  expect(await sealing.verify()).toBeUndefined();
});

test("a segment that was replaced together with its line breaks the chain at the next one", async () => {
  const { directory, archive } = await journalOf(30);
  const sealing = archive({});
  await sealing.seal(30);
  const manifest = openLibsql(journalPaths(directory).manifest);

  manifest.exec("UPDATE segment SET hash = previous_hash WHERE first_seq = 1");

  expect((await sealing.verify())?.firstSeq).toBe(1);
  manifest.exec("DELETE FROM segment WHERE first_seq = 1");
  expect((await sealing.verify())?.firstSeq).toBe(11);
  manifest.close();
});

test("a missing segment file is found, and reading into it fails instead of skipping it", async () => {
  const { directory, archive } = await journalOf(20);
  const sealing = archive({});
  await sealing.seal(20);
  rmSync(join(journalPaths(directory).segments, "1-10.seg.gz"));

  expect((await sealing.verify())?.firstSeq).toBe(1);
  await expect(openJournalReader({ directory }).read(0, 5)).rejects.toThrow("1-10.seg.gz cannot be read");
});

test("entries whose segment does not read back as it was written stay where they are, and are sealed again", async () => {
  const { directory, archive } = await journalOf(10);
  const file = join(journalPaths(directory).segments, "1-10.seg.gz");
  const onBadDisk = archive({ afterStep: (step) => step === "file-written" && writeFileSync(file, "not what was written") });

  await expect(onBadDisk.seal(10)).rejects.toThrow("1-10.seg.gz does not read back");
  const afterFailure = [liveNumbers(directory), await onBadDisk.segments()];
  onBadDisk.close();
  await archive({}).seal(10);

  expect(afterFailure).toEqual([range(1, 10), []]);
  expect((await readAll(openJournalReader({ directory }))).map((entry) => entry.seq)).toEqual(range(1, 10));
  expect(liveNumbers(directory)).toEqual([]);
});

test("a block is whole when its payloads are large enough, too", async () => {
  const { directory, archive } = await journalOf(0);
  const writer = openJournalWriter({ directory, log: NO_LOG });
  const payload = Buffer.alloc(400);
  await Promise.all(range(1, 5).map((number) => writer.append(frame(number, { payload }))));
  await writer.close();

  const sealed = await archive({ blockBytes: 1_000 }).seal(5);

  expect(sealed.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([[1, 3]]);
});

test("numbers go on after sealing everything, restarting, and even after the live file was lost", async () => {
  const { directory, archive } = await journalOf(20);
  await archive({}).seal(20);
  const restarted = openJournalWriter({ directory, log: NO_LOG });
  expect(await restarted.append(frame(21))).toBe(21);
  await restarted.close();

  for (const suffix of ["", "-wal", "-shm"]) rmSync(journalPaths(directory).live + suffix, { force: true });
  const replaced = openJournalWriter({ directory, log: NO_LOG });

  expect(await replaced.append(frame(22))).toBe(21);
  await replaced.close();
});

test("the reader meets no hole while sealing goes on under it", async () => {
  const { directory, archive } = await journalOf(200);
  const reader = openJournalReader({ directory });
  const sealing = archive({}).seal(200);

  const seen = await readAll(reader, 0, 3);
  await sealing;

  expect(seen.map((entry) => entry.seq)).toEqual(range(1, 200));
  expect((await readAll(reader, 0, 3)).map((entry) => entry.seq)).toEqual(range(1, 200));
});

/** A closed journal of `count` frames, and how to open its archive in blocks of ten. */
async function journalOf(count: number) {
  const directory = mkdtempSync(join(tmpdir(), "outfall-archive-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const writer = openJournalWriter({ directory, log: NO_LOG });
  await appendFrames(writer, 1, count);
  await writer.close();
  const archive = (options: Partial<JournalArchiveOptions>) => openJournalArchive({ directory, blockEntries: 10, ...options });
  return { directory, archive };
}

function crashAt(step: SealingStep): (reached: SealingStep) => void {
  return (reached) => {
    if (reached === step) throw new Error("crash");
  };
}

function liveNumbers(directory: string): number[] {
  const live = openLibsql(journalPaths(directory).live);
  const rows = live.prepare("SELECT seq FROM entry ORDER BY seq").rows<[number]>([]);
  live.close();
  return rows.map(([seq]) => seq);
}
