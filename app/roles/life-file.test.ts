import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lifeOfData } from "./life-file.ts";

const root = mkdtempSync(join(tmpdir(), "outfall-life-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const directory = (): string => mkdtempSync(join(root, "data-"));

// Behaviour
test("data that were restored or copied have another life than those they came from; a restart has the same", () => {
  const data = directory();
  const first = lifeOfData(data);

  expect(lifeOfData(data)).toBe(first);
  const backup = directory();
  cpSync(data, backup, { recursive: true, preserveTimestamps: true });
  rmSync(data, { recursive: true });
  cpSync(backup, data, { recursive: true, preserveTimestamps: true });
  const restored = lifeOfData(data);
  expect(new Set([first, restored, lifeOfData(backup)]).size).toBe(3);
  expect(lifeOfData(data)).toBe(restored);
});

test("a file that nobody can read begins a new life", () => {
  const data = directory();
  writeFileSync(join(data, "life"), "{");

  expect(lifeOfData(data)).toBe(lifeOfData(data));
});
