import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CorruptFileError } from "../../storage/corrupt-file.ts";
import { openDerived, openLibsql } from "../../storage/journal/connection.ts";
import { setCorruptFilesAside, watchDerivedFiles, withoutCorruptFiles } from "./derived-files.ts";
import type { RoleName } from "./role.ts";

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

const ALL: readonly RoleName[] = ["gateway", "pipeline", "api"];

function options(roles = ALL) {
  const logged: object[] = [];
  return { logged, dataDir: folder, roles, log: { error: (facts: object) => void logged.push(facts) } };
}

function start(roles = ALL) {
  const with_ = options(roles);
  setCorruptFilesAside(with_);
  return with_.logged;
}

/** Reads everything, as whoever uses the working store might. */
function readThrough(file: string): void {
  const connection = openDerived(join(folder, file));
  try {
    connection.prepare("SELECT count(*), max(b) FROM a NOT INDEXED").rows([]);
  } finally {
    connection.close();
  }
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

test("a page within a file is found when it is read: the error and the next start name the file", () => {
  makeDatabase("intake.sqlite");
  overwrite("intake.sqlite", 4 * PAGE, 6 * PAGE);

  expect(start()).toEqual([]);
  expect(() => readThrough("intake.sqlite")).toThrow(`${join(folder, "intake.sqlite")} is corrupt: `);
  expect(start()).toMatchObject([
    { kept: join(folder, "intake.sqlite.corrupt"), cause: expect.stringContaining("intake.sqlite is corrupt") },
  ]);
  expect(readdirSync(folder).toSorted()).toEqual(["intake.sqlite.corrupt", "journal"]);
});

test("whoever finds a file corrupt ends the role that writes it, and nobody else", () => {
  for (const file of ["intake.sqlite", "devices.sqlite"]) makeDatabase(file);
  overwrite("intake.sqlite", 4 * PAGE, 6 * PAGE);
  const [gateway, pipeline, api] = ALL.map((role) => watchDerivedFiles(folder, role));
  expect([gateway?.(), pipeline?.(), api?.()]).toEqual([undefined, undefined, undefined]);

  expect(() => readThrough("intake.sqlite")).toThrow(CorruptFileError);

  expect([gateway?.(), pipeline?.(), api?.()]).toEqual([
    undefined,
    expect.stringContaining("intake.sqlite is corrupt"),
    undefined,
  ]);
});

test("a file that was made anew ends the roles that still have the old one open, and their finds say nothing of the new one", () => {
  makeDatabase("intake.sqlite");
  overwrite("intake.sqlite", 4 * PAGE, 6 * PAGE);
  const [gateway, , api] = ALL.map((role) => watchDerivedFiles(folder, role));
  const old = openDerived(join(folder, "intake.sqlite"));
  expect(() => readThrough("intake.sqlite")).toThrow(CorruptFileError);
  expect(start(["pipeline"])).toHaveLength(1);
  makeDatabase("intake.sqlite");

  expect([gateway?.(), api?.()]).toEqual([undefined, expect.stringContaining("another file")]);
  expect(() => old.prepare("SELECT count(*), max(b) FROM a NOT INDEXED").rows([])).toThrow(CorruptFileError);
  old.close();
  expect(start(["pipeline"])).toEqual([]);
});

test("a look at the stores that meets a corrupt page is done again without the file", async () => {
  makeDatabase("intake.sqlite");
  overwrite("intake.sqlite", 4 * PAGE, 6 * PAGE);
  const looks: boolean[] = [];
  const look = async (): Promise<string> => {
    looks.push(existsSync(join(folder, "intake.sqlite")));
    if (looks.length === 1) readThrough("intake.sqlite");
    return "looked";
  };

  expect(await withoutCorruptFiles(look, options())).toBe("looked");
  expect(looks).toEqual([true, false]);
});

test("a look that fails otherwise, or over a file that cannot be made anew or is another process's, is not done again", async () => {
  makeDatabase("intake.sqlite");
  makeDatabase("records.sqlite");
  const corrupt = (file: string) =>
    new CorruptFileError(join(folder, file), Object.assign(new Error("malformed"), { code: "SQLITE_CORRUPT" }));

  for (const error of [new Error("another trouble"), corrupt("records.sqlite")]) {
    await expect(withoutCorruptFiles(() => Promise.reject(error), options())).rejects.toBe(error);
  }
  const ofPipeline = corrupt("intake.sqlite");
  await expect(withoutCorruptFiles(() => Promise.reject(ofPipeline), options(["api"]))).rejects.toBe(ofPipeline);

  expect(readdirSync(folder).toSorted()).toEqual(["intake.sqlite", "intake.sqlite.corruption-seen", "journal", "records.sqlite"]);
  expect(start(["pipeline"])).toHaveLength(1);
});

test("files of roles that another process holds, and files that are well, are left alone", () => {
  makeDatabase("devices.sqlite");
  writeFileSync(join(folder, "intake.sqlite"), "x".repeat(PAGE));

  expect(start(["gateway", "api"])).toEqual([]);
  expect(readdirSync(folder).toSorted()).toEqual(["devices.sqlite", "intake.sqlite", "journal"]);
});
