import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { instant } from "../core/time.ts";
import { clockDoubtFile, readClockDoubt } from "./clock-doubt-file.ts";

const directory = mkdtempSync(join(tmpdir(), "outfall-doubt-"));
afterEach(() => rmSync(join(directory, "clock-in-doubt.json"), { force: true }));

const DOUBT = { code: "behind-journal", facts: { now: instant(1), newest: instant(2) } } as const;

test("a doubt is there for every role until it is taken back", () => {
  const file = clockDoubtFile(directory);

  file.save({ doubt: DOUBT, believed: instant(3) });
  expect(readClockDoubt(directory)).toEqual(DOUBT);
  expect(file.load()).toEqual({ doubt: DOUBT, believed: 3 });

  file.clear();
  file.clear();
  expect(readClockDoubt(directory)).toBeUndefined();
  expect(readdirSync(directory)).toEqual([]);
});

test("a doubt of a journal without an entry is kept, too", () => {
  clockDoubtFile(directory).save({ doubt: DOUBT, believed: undefined });

  expect(clockDoubtFile(directory).load()).toEqual({ doubt: DOUBT, believed: undefined });
});

test("a file that was damaged says nothing", () => {
  writeFileSync(join(directory, "clock-in-doubt.json"), '{"code":"no-such-code"');

  expect(readClockDoubt(directory)).toBeUndefined();
});
