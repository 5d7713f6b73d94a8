import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleProgram } from "../../tests/support/bundle-program.ts";
import { readBlock } from "../series/blocks/block-content.ts";
import { type IntakeFile, openIntakeFile } from "./intake-file.ts";

const COUNT = 40_000;
const STEP = 20_000;
/** After how many slices of 5,000 rows the process is killed each time; the last comes to its end. */
const KILLED_AFTER = [1, 2, 1, 0, 1, Number.POSITIVE_INFINITY];

let program: Awaited<ReturnType<typeof bundleProgram>>;
const directory = mkdtempSync(join(tmpdir(), "outfall-packing-killed-"));
beforeAll(async () => {
  program = await bundleProgram(join(import.meta.dirname, "../../tests/support/pack-program.ts"));
});
afterAll(() => {
  rmSync(program.directory, { recursive: true });
  rmSync(directory, { recursive: true });
});

/** Values of two series, every tenth of them corrected once. */
function fill(file: IntakeFile): void {
  file.exec(`INSERT INTO reading_origin VALUES (1, 'M1', 'a21026', '', 'mg/m3', 0)`);
  for (const series of [1, 2]) {
    file.exec(`INSERT INTO series VALUES (${series}, 'o${series}', 'a21026', 'realtime');
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${COUNT / 2 - 1})
      INSERT INTO reading (series_id, at, revision, value, flag, seq, received_at, origin_id, digest)
      SELECT ${series}, (i - i % 11 / 10) * ${STEP}, i % 11 / 10, i % 97 / 10.0, 'N', 1 + i, i * ${STEP}, 1, i FROM n;
      INSERT INTO latest SELECT series_id, at, revision, seq FROM reading WHERE series_id = ${series} ORDER BY at DESC LIMIT 1`);
  }
}

/** Everything that lies in the file, in rows and in blocks, as often as it lies there. */
function allVersions(file: IntakeFile): readonly string[] {
  const rows = file.prepare("SELECT series_id, at, revision, value, seq FROM reading").raw().all([]) as number[][];
  const blocks = file.prepare("SELECT series_id, content FROM reading_block").raw().all([]) as [number, Uint8Array][];
  const packed = blocks.flatMap(([id, content]) =>
    readBlock(content).map(({ at, revision, value, seq }) => [id, at, revision, value, seq]),
  );
  return [...rows, ...packed].map((version) => version.join(" ")).sort();
}

/** Runs the program until it has said `packed` so often, and kills it while it is at the next slice. */
async function packUntilKilled(killAfter: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [program.file, directory], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  let packed = 0;
  if (killAfter === 0) child.kill("SIGKILL");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "packed") packed += 1;
    if (packed >= killAfter) child.kill("SIGKILL");
    else if (line === "done") child.stdin.end();
  }
  return (await ended)[1];
}

// Behaviour
test("a process killed while readings are packed loses none of them and keeps none twice", async () => {
  const file = openIntakeFile(directory);
  fill(file);
  const before = allVersions(file);
  const blocks = file.prepare("SELECT count(*) FROM reading_block").raw();
  const signals: (NodeJS.Signals | null)[] = [];

  for (const killAfter of KILLED_AFTER) {
    signals.push(await packUntilKilled(killAfter));
    expect(allVersions(file)).toEqual(before);
  }

  expect(signals).toEqual(KILLED_AFTER.map((slices) => (Number.isFinite(slices) ? "SIGKILL" : null)));
  expect(blocks.all([])).not.toEqual([[0]]);
  const [left] = file.prepare("SELECT count(*) FROM reading").raw().all([]) as [number][];
  expect(left?.[0]).toBeLessThan(1_000);
  file.close();
});
