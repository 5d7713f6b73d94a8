import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../../dist/scripts/fuzz/main.js", import.meta.url));
const isBuilt = existsSync(SCRIPT);

/** The fuzz run over `dist/`, with a fixed seed and count. `npm run fuzz -- hj212` goes on for as long as one likes. */
function fuzz(count: number, seed: number): { readonly inputs: number; readonly messages: number; readonly digest: string } {
  const save = mkdtempSync(join(tmpdir(), "outfall-fuzz-"));
  try {
    const args = [SCRIPT, "hj212", "--count", String(count), "--seed", String(seed), "--save", save];
    const printed = execFileSync(process.execPath, args, { encoding: "utf8" });
    expect(readdirSync(save)).toEqual([]);
    return JSON.parse(printed) as ReturnType<typeof fuzz>;
  } finally {
    rmSync(save, { recursive: true });
  }
}

test.skipIf(!isBuilt)("three thousand mutated streams break nothing, and most of what they carry is still told apart", () => {
  const run = fuzz(3_000, 1);

  expect(run.inputs).toBeGreaterThanOrEqual(3_000);
  expect(run.messages).toBeGreaterThan(1_000);
});

test.skipIf(!isBuilt)("the same seed gives the same run", () => {
  expect(fuzz(300, 42)).toEqual(fuzz(300, 42));
});
