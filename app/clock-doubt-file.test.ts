import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { instant } from "../core/time.ts";
import { clockDoubtFile, readClockDoubt } from "./clock-doubt-file.ts";

const BEHIND = { code: "behind-journal", facts: { now: instant(1_000), newest: instant(9_000) } } as const;

function dataDirectory(): string {
  const folder = mkdtempSync(join(tmpdir(), "outfall-doubt-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test.each([[instant(2_000)], [undefined]])(
  "a doubt is there for every role until it is cleared, believed time %s",
  (believed) => {
    const folder = dataDirectory();
    const keeper = clockDoubtFile(folder);

    keeper.save({ doubt: BEHIND, believed });
    const seen = { gateway: keeper.load(), others: readClockDoubt(folder), files: readdirSync(folder) };
    keeper.clear();

    expect(seen).toEqual({ gateway: { doubt: BEHIND, believed }, others: BEHIND, files: ["clock-in-doubt.json"] });
    expect(readClockDoubt(folder)).toBeUndefined();
  },
);

test.each(["", "{", "{}", `{"code":"no-such-doubt","facts":{},"believed":null}`])("a file that holds %j says nothing", (text) => {
  const folder = dataDirectory();
  writeFileSync(join(folder, "clock-in-doubt.json"), text);

  expect(readClockDoubt(folder)).toBeUndefined();
});
