import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSettingsOnDisk } from "./settings-on-disk.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outfall-settings-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a data directory that is there, or can be made, is well, and nothing is made", () => {
  expect(checkSettingsOnDisk({ OUTFALL_DATA_DIR: folder })).toEqual([]);
  expect(checkSettingsOnDisk({ OUTFALL_DATA_DIR: join(folder, "a/b/c") })).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a data directory that is a file, or lies below one, is named with the file", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");

  expect(checkSettingsOnDisk({ OUTFALL_DATA_DIR: file })).toEqual([
    { pointer: "OUTFALL_DATA_DIR", code: "folder-is-a-file", facts: { folder: file } },
  ]);
  expect(checkSettingsOnDisk({ OUTFALL_DATA_DIR: join(file, "data") })).toEqual([
    { pointer: "OUTFALL_DATA_DIR", code: "folder-below-a-file", facts: { folder: join(file, "data"), file } },
  ]);
});

test("a folder is refused exactly when nothing can be written there, also when it is to be made", () => {
  const closed = join(folder, "closed");
  mkdirSync(closed, { mode: 0o500 });
  // Whoever may do everything may write everywhere, and is told nothing.
  const isWritable = canWriteIn(closed);
  const said = (code: string) => (isWritable ? [] : [{ code }]);

  expect(checkSettingsOnDisk({ OUTFALL_DATA_DIR: closed })).toMatchObject(said("folder-not-writable"));
  expect(checkSettingsOnDisk({ OUTFALL_DATA_DIR: join(closed, "data") })).toMatchObject(said("folder-not-makable"));
});

// Whoever may do everything may not make files among the settings of the kernel.
test.runIf(existsSync("/proc/sys/kernel"))("a folder that nobody can write in is refused whoever asks, also as a parent", () => {
  expect(checkSettingsOnDisk({ OUTFALL_DATA_DIR: "/proc/sys/kernel" })).toMatchObject([
    { pointer: "OUTFALL_DATA_DIR", code: "folder-not-writable", facts: { folder: "/proc/sys/kernel" } },
  ]);
  expect(checkSettingsOnDisk({ OUTFALL_DATA_DIR: "/proc/sys/kernel/data" })).toMatchObject([
    { pointer: "OUTFALL_DATA_DIR", code: "folder-not-makable", facts: { parent: "/proc/sys/kernel" } },
  ]);
});

test("settings that name no folder are looked at for the usual one", () => {
  expect(checkSettingsOnDisk({})).toEqual([]);
});

function canWriteIn(directory: string): boolean {
  try {
    mkdirSync(join(directory, "tried"));
    return true;
  } catch {
    return false;
  }
}

test("each certificate that cannot be read is named with the reason, beside other problems", () => {
  const missing = join(folder, "none.pem");
  const problems = checkSettingsOnDisk({
    OUTFALL_DATA_DIR: folder,
    OUTFALL_MQTT_TLS_CERT: missing,
    OUTFALL_MQTT_TLS_KEY: folder,
    OUTFALL_MQTT_TLS_CA: "",
  });

  expect(problems).toEqual([
    {
      ...{ pointer: "OUTFALL_MQTT_TLS_CERT", code: "file-not-readable" },
      facts: { file: missing, why: { code: "no-such-file", facts: {} } },
    },
    {
      ...{ pointer: "OUTFALL_MQTT_TLS_KEY", code: "file-not-readable" },
      facts: { file: folder, why: { code: "is-a-folder", facts: {} } },
    },
  ]);
});
