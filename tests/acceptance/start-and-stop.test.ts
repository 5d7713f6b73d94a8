import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { finished, firstReadyLine, runOutfall } from "../support/product.ts";

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "outfall-start-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Of a thread that may have ended by now. */
function niceLevel(task: string): readonly number[] {
  try {
    const fields = readFileSync(join(task, "stat"), "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return [Number(fields[16])];
  } catch {
    return [];
  }
}

test("a product that is started nice keeps its doors at that level and runs its pipeline nicer by five", async () => {
  const child = runOutfall(["start"], { OUTFALL_DATA_DIR: dataDir }, ["nice", "-n", "7"]);
  await firstReadyLine(child);
  const levels = readdirSync(`/proc/${child.pid}/task`).flatMap((id) => niceLevel(`/proc/${child.pid}/task/${id}`));
  const [own = 0] = niceLevel("/proc/self");
  child.kill("SIGTERM");
  const { code } = await finished(child);

  expect(code).toBe(0);
  expect(new Set(levels)).toEqual(new Set([Math.min(own + 7, 19), Math.min(own + 12, 19)]));
});

// Behaviour
test("a stop that comes at any step of the start ends with code 0", async () => {
  for (const step of ["locks", "secrets.key", "journal", "records.sqlite", "intake.sqlite"]) {
    const folder = join(dataDir, step.replace(".", "-"));
    mkdirSync(folder);
    const child = runOutfall(["start"], { OUTFALL_DATA_DIR: folder });
    const watcher = watch(folder, (_event, name) => {
      if (name?.startsWith(step) === true) child.kill("SIGTERM");
    });
    const { code } = await finished(child);
    watcher.close();

    expect([step, code]).toEqual([step, 0]);
  }
});
