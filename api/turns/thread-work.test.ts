import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ThreadWork } from "./thread-work.ts";

test("work is the time on a core that the system counts, as long as it is asked for", () => {
  const directory = mkdtempSync(join(tmpdir(), "outfall-thread-work-"));
  const path = join(directory, "schedstat");
  writeFileSync(path, "12500000 300000000 77\n");
  const work = new ThreadWork(path);

  expect(work.workedMs()).toBe(12.5);
  writeFileSync(path, "1012500000 300000000 78\n");
  expect(work.workedMs()).toBe(1_012.5);

  work.close();
  work.close();
  rmSync(directory, { recursive: true });
});

test("a system that does not count it has the time in which the loop was busy", () => {
  const work = new ThreadWork("/no/such/file");
  const before = work.workedMs();
  let sum = 0;
  for (let i = 0; i < 1e6; i += 1) sum += Math.sqrt(i);

  expect(sum).toBeGreaterThan(0);
  expect(work.workedMs()).toBeGreaterThanOrEqual(before);
});
