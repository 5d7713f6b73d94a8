import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { keepFilesToOurselves, openToOthers } from "./file-modes.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "outfall-modes-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("files wider than 600 and folders wider than 700 are named, whatever lies between, and no link is followed", () => {
  const [own, wide, folder] = [join(directory, "own"), join(directory, "wide"), join(directory, "folder")];
  writeFileSync(own, "", { mode: 0o600 });
  writeFileSync(wide, "");
  chmodSync(wide, 0o640);
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, "inner"), "");
  chmodSync(join(folder, "inner"), 0o604);
  symlinkSync("/etc", join(directory, "link"));

  expect(openToOthers(directory).toSorted()).toEqual([join(folder, "inner"), wide]);
  chmodSync(folder, 0o755);
  expect(openToOthers(directory)).toContain(folder);
  expect(openToOthers(join(directory, "none"))).toEqual([]);
});

test("on Windows, whose files have no such modes, nothing is named and the mask stays as it is", () => {
  const platform = Object.getOwnPropertyDescriptor(process, "platform") as PropertyDescriptor;
  onTestFinished(() => void Object.defineProperty(process, "platform", platform));
  const mask = process.umask();
  chmodSync(directory, 0o755);
  Object.defineProperty(process, "platform", { ...platform, value: "win32" });

  keepFilesToOurselves();

  expect(openToOthers(directory)).toEqual([]);
  expect(process.umask()).toBe(mask);
});
