import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { MUTANTS, type Mutant } from "./mutants.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const MODEL = "tests/model/model.test.ts";
/** What the model and the judge are made of. */
const COPIED = ["core", "rules", "cases", "judge", "limits", "ingest", "storage", "tests", "doors", "field", "words"] as const;
/** A sample is enough in one run; another day another one. `OUTFALL_MUTANTS=all` tries all of them. */
const SAMPLE = process.env["OUTFALL_MUTANTS"] === "all" ? MUTANTS.length : 6;

const copy = mkdtempSync(join(tmpdir(), "outfall-mutants-"));
// Types are checked elsewhere: their settings name rooms that are not copied.
const isCopied = (path: string): boolean => !path.endsWith("tsconfig.json");
for (const room of COPIED) cpSync(join(ROOT, room), join(copy, room), { recursive: true, filter: isCopied });
cpSync(join(ROOT, "package.json"), join(copy, "package.json"));
symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
writeFileSync(join(copy, "vitest.config.ts"), "export default { test: { testTimeout: 300_000 } };\n");
afterAll(() => rmSync(copy, { recursive: true }));

/** The exit code of a test in the copy; a share of its runs is enough. */
function tryTest(file: string): Promise<number | null> {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const { OUTFALL_TEST_LONG: _, ...env } = process.env;
  const child = spawn(process.execPath, [vitest, "run", file], {
    cwd: copy,
    env: { ...env, OUTFALL_TEST_FIRST_FAILURE_ENDS: "1" },
    stdio: "ignore",
  });
  return new Promise((done) => child.once("exit", done));
}

function made({ file, from, to }: Mutant): () => void {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no such text any more: ${from}`);
  writeFileSync(path, text.replace(from, to));
  return () => writeFileSync(path, text);
}

/** Beginning with another one each day of the year. */
function sample(): readonly Mutant[] {
  const first = Math.floor(Date.now() / 86_400_000) * SAMPLE;
  return Array.from({ length: SAMPLE }, (_, i) => MUTANTS[(first + i) % MUTANTS.length] as Mutant);
}

test("the model finds no fault in the copy that has none", async () => {
  expect(await tryTest(MODEL)).toBe(0);
});

test.each(sample().map((mutant) => [mutant.what, mutant] as const))("it is noticed that %s", async (_, mutant) => {
  const mend = made(mutant);
  try {
    expect(await tryTest(mutant.by ?? MODEL)).toBe(1);
  } finally {
    mend();
  }
});
