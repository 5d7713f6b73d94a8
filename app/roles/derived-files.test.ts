import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLibsql } from "../../storage/journal/connection.ts";
import { noteCorruption, setCorruptFilesAside } from "./derived-files.ts";

const PAGE = 4_096;
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outfall-derived-"));
  mkdirSync(join(folder, "journal"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database with a table and an index of several pages. */
function makeDatabase(file: string): void {
  const connection = openLibsql(join(folder, file));
  connection.exec("CREATE TABLE a (b TEXT); CREATE INDEX i ON a (b)");
  connection.exec(
    "INSERT INTO a SELECT printf('%0200d', value) FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]')",
  );
  connection.exec("INSERT INTO a SELECT a.b || c.b FROM a, a AS c");
  connection.close();
}

function overwrite(file: string, from: number, to: number): void {
  const bytes = readFileSync(join(folder, file));
  writeFileSync(join(folder, file), bytes.fill(0x5a, from, to));
}

function start(roles: Parameters<typeof setCorruptFilesAside>[1] = ["gateway", "pipeline", "api"]) {
  const logged: object[] = [];
  setCorruptFilesAside(folder, roles, { error: (facts) => void logged.push(facts) });
  return logged;
}

test("a derived file that is no database any more is named, kept aside, and out of the way", () => {
  for (const file of ["intake.sqlite", "devices.sqlite", "journal/cursors.sqlite"]) {
    makeDatabase(file);
    overwrite(file, 0, 200);
    writeFileSync(join(folder, `${file}-wal`), "");

    expect(start()).toMatchObject([{ file: join(folder, file), kept: join(folder, `${file}.corrupt`) }]);
    expect(existsSync(join(folder, file))).toBe(false);
    expect(existsSync(join(folder, `${file}-wal`))).toBe(false);
  }
  expect(start()).toEqual([]);
});

test("a second corrupt file does not overwrite the first that was kept", () => {
  for (const kept of ["devices.sqlite.corrupt", "devices.sqlite.corrupt-2"]) {
    writeFileSync(join(folder, "devices.sqlite"), "x".repeat(PAGE));

    expect(start()).toMatchObject([{ kept: join(folder, kept) }]);
  }
});

test("a page within a file is looked at only after a role ended over a corrupt file", () => {
  makeDatabase("intake.sqlite");
  overwrite("intake.sqlite", 4 * PAGE, 6 * PAGE);
  const corrupt = Object.assign(new Error("malformed"), { code: "SQLITE_CORRUPT" });

  const before = start();
  noteCorruption(folder, new Error("another trouble"));
  const afterOther = start();
  noteCorruption(folder, new Error("the store cannot be read", { cause: corrupt }));

  expect([before, afterOther]).toEqual([[], []]);
  expect(start()).toMatchObject([{ kept: join(folder, "intake.sqlite.corrupt") }]);
  expect(readdirSync(folder).toSorted()).toEqual(["intake.sqlite.corrupt", "journal"]);
});

test("files of roles that another process holds, and files that are well, are left alone", () => {
  makeDatabase("devices.sqlite");
  writeFileSync(join(folder, "intake.sqlite"), "x".repeat(PAGE));
  noteCorruption(folder, Object.assign(new Error("no database"), { code: "SQLITE_NOTADB" }));

  expect(start(["gateway", "api"])).toEqual([]);
  expect(readdirSync(folder).toSorted()).toEqual(["devices.sqlite", "intake.sqlite", "journal"]);
});
