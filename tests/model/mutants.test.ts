import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { MUTANTS } from "./mutants.ts";

const ROOT = resolve(import.meta.dirname, "../..");

// The long tests make each fault; a source that was rewritten is noticed here, before they run.
test.each(MUTANTS)('the fault "$what" has its text in $file, once', ({ file, from, to }) => {
  const parts = readFileSync(join(ROOT, file), "utf8").split(from);

  expect(parts).toHaveLength(2);
  expect(to).not.toBe(from);
});
